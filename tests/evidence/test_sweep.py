"""A sweep removes what nobody relies on, and never anything else."""

import asyncio
import hashlib
import os
import time

import pytest
from aiohttp import web

from storage import drafts, uploads
from storage.durable import make_private
from storage.evidence_store.store import EvidenceStore, name_of
from storage.evidence_sweep import YOUNG, orphans, sweep
from survey_flows.facts import Removed
from tests.evidence.office import SLOT, Office, photo
from tests.evidence.server import Files


async def left_behind(store: EvidenceStore, content: bytes = b"left behind") -> str:
    """A file as a crash between put and commit leaves it."""
    make_private(store.spool)
    ready = store.spool / "x.part"
    ready.write_bytes(content)
    name = name_of(hashlib.sha256(content).hexdigest(), "jpg")
    await store.put(ready, name)
    return name


def later() -> float:
    return time.time() + YOUNG + 60


async def test_an_old_file_nobody_relies_on_is_removed(office: Office) -> None:
    name = await left_behind(office.store)
    swept = await sweep(office.database, office.store, later())
    assert [one.name for one in swept.removed] == [name]
    assert await office.files() == []


async def test_a_young_file_stays(office: Office) -> None:
    await left_behind(office.store)
    swept = await sweep(office.database, office.store, time.time() + YOUNG - 60)
    assert (swept.orphans, swept.removed) == ((), ())
    assert len(await office.files()) == 1


async def test_a_file_with_a_row_stays_even_when_nobody_counts_it_any_more(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    await office.work()
    async with office.database.writing() as connection:
        fact = Removed(SLOT, upload.key)
        author = drafts.Author(office.staff[0], int(office.clock.now))
        await drafts.append(connection, office.draft, (fact,), author)
    swept = await sweep(office.database, office.store, later())
    assert swept.orphans == ()
    assert len(await office.files()) == 1


async def test_while_a_file_is_being_fetched_nothing_is_removed(
    office: Office, telegram: Files
) -> None:
    """Its bytes may be those of the orphan, put and not committed yet."""
    telegram.contents["a"] = photo("a")
    await left_behind(office.store, photo("a"))
    await office.send("a")
    swept = await sweep(office.database, office.store, later())
    assert (len(swept.orphans), swept.removed) == (1, ())
    await office.work()
    assert (await sweep(office.database, office.store, later())).orphans == ()
    assert len(await office.files()) == 1


async def test_a_file_that_came_too_late_for_its_form_is_swept(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    await office.send("a")
    await office.submit()
    await office.work()
    assert len(await office.files()) == 1
    await sweep(office.database, office.store, later())
    assert await office.files() == []


async def test_a_sweep_beside_the_worker_never_takes_a_file_that_gets_its_row(
    office: Office, telegram: Files
) -> None:
    """The same bytes lie there as an orphan while they are sent again and again."""
    for number in range(15):
        content = photo(str(number))
        telegram.contents[str(number)] = content
        old = office.store.place + "/" + await left_behind(office.store, content)
        os.utime(old, (1, 1))
        await asyncio.gather(
            sweep(office.database, office.store, time.time()), sent_and_stored(office, str(number))
        )
    names = {one.content.file for one in await office.safe()}
    assert len(names) == 15
    assert names == {one.name for one in await office.files()}


async def sent_and_stored(office: Office, file_id: str) -> None:
    await office.send(file_id)
    await office.work()


async def test_looking_for_orphans_removes_nothing(office: Office) -> None:
    await left_behind(office.store)
    assert len(await orphans(office.database, office.store, later())) == 1
    assert len(await office.files()) == 1


async def test_the_rest_of_a_killed_download_is_gone_after_the_next_start(office: Office) -> None:
    make_private(office.store.spool)
    (office.store.spool / "half.part").write_bytes(b"half")
    stop = asyncio.Event()
    stop.set()
    await office.worker.run(stop)
    assert office.spool == []


async def test_a_worker_told_to_stop_leaves_the_rest_for_the_next_start(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    putting = asyncio.Event()

    async def forever(*_: object) -> None:
        putting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.evidence.worker._DRAIN", 0.05)
    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    with monkeypatch.context() as patched:
        patched.setattr(office.store, "put", forever)
        stop = asyncio.Event()
        running = asyncio.create_task(office.worker.run(stop))
        await putting.wait()
        stop.set()
        await running
    assert (await office.upload(upload.key)).state == uploads.WAITING
    assert office.spool == []
    office.restart()
    await office.work()
    assert (await office.upload(upload.key)).state == uploads.STORED


async def test_a_running_worker_takes_what_it_is_woken_for(office: Office, telegram: Files) -> None:
    arrived = asyncio.Event()

    async def gave(_: web.Request) -> web.StreamResponse:
        arrived.set()
        return web.Response(body=photo("a"))

    telegram.contents["a"] = photo("a")
    telegram.giving["a"] = [gave]
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker.run(stop))
    await asyncio.sleep(0)
    await office.send("a")
    office.worker.wake()
    await arrived.wait()
    stop.set()
    await running
    assert len(await office.safe()) == 1
