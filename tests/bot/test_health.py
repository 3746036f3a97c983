"""/healthz says whether the bot is at work, and which part is not."""

import asyncio
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from structlog.typing import EventDict

from bot.settings import Settings
from bot.watch import lookout
from bot.watch.figures import Figures
from bot.watch.listener import application, listening
from bot.watch.lookout import Lookout
from storage.database import Connection, Database
from storage.tallies import Tally, tally
from tests.bot.watched import Watched, running, until, watched
from tests.chats.office import open_office
from tests.servers import free_port

WELL = {"ok": True, "telegram": "ok", "database": "ok", "disk": "ok"}


@pytest.fixture
async def program(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lookout, "_FRESH", 0.0)
    return await watched(await open_office(tmp_path, database), monkeypatch)


async def health(program: Watched) -> tuple[int, dict[str, object]]:
    status, body = await program.get("/healthz")
    return status, json.loads(body)


async def test_a_bot_at_work_is_well(program: Watched) -> None:
    async with running(program):
        assert await health(program) == (200, WELL)


async def test_a_bot_that_telegram_does_not_answer_is_ill_until_it_does(
    program: Watched,
) -> None:
    trouble = TelegramNetworkError(GetMe(), "connection reset")
    program.waiting = [[], trouble]
    clock = program.office.clock
    async with running(program):
        for expected in (200, 503):
            await program.service.intake.poll(0)
            clock.elapsed += 119 if expected == 200 else 1
            status, said = await health(program)
            assert status == expected
        assert said == WELL | {"ok": False, "telegram": "no poll was answered for 120 seconds"}
        await program.service.intake.poll(0)
        assert await health(program) == (200, WELL)


async def test_a_database_that_is_away_is_named_without_its_password(
    program: Watched, tmp_path: Path
) -> None:
    office, port = program.office, free_port()
    for url in (f"postgresql://loket:rahasia@127.0.0.1:{port}/x", f"sqlite:///{tmp_path}/no/x.db"):
        away = Database(url)
        seen = Lookout(office.settings, away, office.clock)
        pages = application(seen, Figures(office.clock.ticks))
        async with listening(("127.0.0.1", int(program.address.rpartition(":")[2])), pages):
            said = await health(program)
            assert said == (503, WELL | {"ok": False, "database": "it does not answer"})
            assert (await program.figures())["loket_database_up"] == 0
        await away.close()


async def test_a_full_disk_is_ill(program: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(program):
        for free, expected in ((200_000_000, 200), (199_999_999, 503)):
            usage = SimpleNamespace(free=free, total=free)
            monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
            status, said = await health(program)
            assert status == expected
        assert said["disk"] == "199 MB free: make room"


async def test_nothing_but_the_two_pages_is_there(program: Watched) -> None:
    async with running(program):
        assert (await program.get("/"))[0] == 404
        assert (await program.get("/metrics"))[0] == 200


async def test_an_address_that_is_taken_is_named_and_the_bot_works_on(
    program: Watched, logs: list[EventDict]
) -> None:
    async with running(program):
        await program.begin(program.office.database)
        async with running(program):
            await until(lambda: [one for one in logs if one["event"] == "health.not_listening"])
    [line] = [one for one in logs if one["event"] == "health.not_listening"]
    assert "LOKET_HEALTH_BIND" in line["cure"]


async def test_many_who_ask_are_one_for_the_database(
    program: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "_FRESH", 60.0)
    asked: list[int] = []

    async def counted(connection: Connection, now: int) -> Tally:
        asked.append(now)
        return await tally(connection, now)

    monkeypatch.setattr(lookout, "tally", counted)
    async with running(program):
        await asyncio.gather(*(program.get("/healthz") for _ in range(8)))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("[::1]:9464", ("::1", 9464)),
        ("localhost:80", ("localhost", 80)),
        ("", None),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: tuple[str, int] | None) -> None:
    assert Settings(_env_file=None, health_bind=text).health_address == address


@pytest.mark.parametrize("text", ["9464", ":9464", "localhost", "localhost:http", "a:0", "a:65536"])
def test_a_bad_address_is_named_with_its_cure(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 127\.0\.0\.1:9464"):
        Settings(_env_file=None, health_bind=text)
