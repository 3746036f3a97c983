"""Many files and large ones: few looks, few at once, and nothing new once told to stop."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.evidence.storing import AT_ONCE
from bot.evidence.worker import HANDS
from bot.inspection.verdict import Kind, Verdict
from tests.evidence import server
from tests.evidence.office import Office, inspect, photo
from tests.evidence.server import Files


async def test_a_file_of_several_pieces_is_whole(office: Office, telegram: Files) -> None:
    content = b"\xff\xd8\xff" + bytes(range(256)) * 12_000
    telegram.contents["a"] = content
    await office.send("a")
    await office.work()
    [safe] = await office.safe()
    assert (safe.content.sha256, safe.content.size) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
    )
    assert b"".join([one async for one in office.store.read(safe.content.file)]) == content


class Doors:
    """How many were inside at once, at the most."""

    def __init__(self) -> None:
        self.most = self._now = 0

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0.01)
        yield
        self._now -= 1


async def test_one_look_serves_many_files_but_few_at_once(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched, looked_into = Doors(), Doors()

    async def give(request: web.Request) -> web.StreamResponse:
        async with fetched.inside():
            return web.Response(body=photo(request.match_info["file_id"]))

    async def look(path: Path, *, accept: Collection[Kind]) -> Verdict:
        async with looked_into.inside():
            return await inspect(path, accept=accept)

    monkeypatch.setattr("tests.evidence.office.inspect", look)
    office.restart()
    for number in range(18):
        telegram.contents[f"f{number}"] = photo(f"f{number}")
        telegram.giving[f"f{number}"] = [give]
        await office.send(f"f{number}", album="7")
    await office.worker.look()
    await office.worker.finish()
    assert len(await office.safe()) == 18
    assert (fetched.most, looked_into.most) == (HANDS, AT_ONCE)


async def test_a_worker_told_to_stop_begins_nothing_more(office: Office, telegram: Files) -> None:
    stop = asyncio.Event()

    async def ask_and_stop(request: web.Request) -> web.StreamResponse:
        stop.set()
        return await server.wrong_id(request)

    for number in range(12):
        telegram.asking[f"f{number}"] = [ask_and_stop]
        await office.send(f"f{number}", album="7")
    await office.worker.run(stop)
    assert len(telegram.asked) == HANDS
