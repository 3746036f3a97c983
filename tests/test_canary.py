"""Nobody's name, account or number, and no bot token, is found in anything that stays on disk."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.keys import KeyRing
from bot.simulator.model import BotAccount
from bot.simulator.people import Person
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from storage.database import Database
from tests.canary import PEOPLE, SECRET, TOKEN, canaries, leaks
from tests.chats.office import button
from tests.faults.verdict import PERIOD
from tests.faults.witness import WatchedWorld
from tests.faults.world import Plan, environment, furnish
from tests.postgres import postgres_folder

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds, on a machine with a lot of other work


@dataclass
class Server:
    """A folder with everything the real program leaves behind, and a Telegram beside it."""

    folder: Path
    telegram: WatchedWorld
    settings: dict[str, str]
    posters: dict[str, str]

    async def loket(self, *words: str, log: str, **changed: str) -> asyncio.subprocess.Process:
        """The real command; whatever it writes is kept in the folder."""
        with (self.folder / log).open("wb") as said:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.faults.spoiled", "quote-people", *words),
                cwd=ROOT,
                env={**os.environ, **self.settings, **changed},
                stdout=said,
                stderr=said,
            )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """The bot program, ended by SIGTERM."""
        program = await self.loket("bot", "run", log="bot.log")
        async with asyncio.timeout(PATIENCE):
            await self.telegram.bot_is_up.wait()
        yield
        program.terminate()
        assert await program.wait() == 0

    def said(self) -> str:
        return (self.folder / "bot.log").read_text()


@pytest.fixture
async def server(tmp_path: Path, database_url: str) -> AsyncIterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    keys, database = KeyRing(folder / "keys"), Database(database_url)
    keys.create()
    async with database.writing() as connection:
        posters = await furnish(connection, keys, keys.new_pepper(PERIOD), 2)
    await database.close()
    telegram = WatchedWorld(BotAccount(int(TOKEN.partition(":")[0]), TOKEN), seed=3)
    for persona in PEOPLE:
        telegram.add_persona(persona)
    async with serving(create_app(telegram, Stage(folder)), 0) as port:
        settings = environment(Plan(folder, database_url, 0, 0), port)
        yield Server(
            folder,
            telegram,
            {**settings, "LOKET_BOT_TOKEN": TOKEN, "LOKET_LOG_LEVEL": "DEBUG"},
            posters,
        )


async def answer_everything(server: Server) -> None:
    """The happy path, typed once, to the receipt."""
    person = server.telegram.person(PEOPLE[0].id)
    await does(person, lambda: person.scan(next(iter(server.posters.values()))))
    for label in ("✅ Ya, benar", "▶️ Mulai", *"1234512345123"):
        await does(person, partial(press, person, label))
    await asyncio.sleep(1.1)  # a number typed faster than anybody reads is not taken
    await does(person, partial(person.say, "4"))
    await does(person, partial(press, person, "📨 Kirim jawaban"))
    await person.sees(lambda shown: "Kode tanda terima" in shown[-1]["text"], within=PATIENCE)


async def be_refused(server: Server) -> None:
    """A forged link, a bare start, somebody else's button, words for nobody."""
    person = server.telegram.person(PEOPLE[1].id)
    payload = next(iter(server.posters.values()))
    for text in ("/start", f"/start {payload[:-1]}x", f"/start {PEOPLE[1].id}", "/mulai", "halo"):
        await does(person, partial(person.say, text))
    for data in ("a:nobody:i01:4", f"a:{PEOPLE[1].id}:i01:4", f"y:{PEOPLE[1].username}"):
        person.tap(person.last()["message_id"], data, force=True)


async def go_wrong(server: Server) -> None:
    """A handler that fails and quotes a person, and an update nobody can read."""
    person, names = server.telegram.person(PEOPLE[1].id), PEOPLE[1].user()
    broken = {"message_id": PEOPLE[1].first_name, "from": names, "chat": names, "date": "?"}
    server.telegram.inject({"message": broken})
    person.send({"location": {"latitude": 0.0, "longitude": 0.0}, "caption": PEOPLE[1].username})
    await person.sees(lambda shown: "gangguan" in shown[-1].get("text", ""), within=PATIENCE)


def press(person: Person, label: str) -> None:
    person.tap(*button(person, label))


async def does(person: Person, deed: Callable[[], object]) -> None:
    """Act, and wait until the bot has answered in the chat."""
    deed()
    before = person.chat.version
    await person.sees(lambda _: person.chat.version > before, within=PATIENCE)


STORY: tuple[Callable[[Server], Awaitable[None]], ...] = (answer_everything, be_refused, go_wrong)


async def test_no_name_id_or_token_stays_anywhere(server: Server, tmp_path: Path) -> None:
    async with server.bot():
        for chapter in STORY:
            await chapter(server)
        assert leaks([tmp_path]) == []  # with the WAL as it is while the bot runs
    exporting = await server.loket("export", "week", "--out", str(server.folder), log="export.log")
    assert await exporting.wait() == 0, (server.folder / "export.log").read_text()
    stranger = f"9187364456:{SECRET}"
    unknown = await server.loket("bot", "run", log="unknown.log", LOKET_BOT_TOKEN=stranger)
    assert await unknown.wait() == 2
    dump(server)
    assert leaks([tmp_path]) == []
    assert_it_was_a_test_of_something(server)


def dump(server: Server) -> None:
    """PostgreSQL's own view of everything it holds."""
    url = server.settings["LOKET_DATABASE_URL"]
    if url.startswith("postgresql"):
        plain = url.replace("+asyncpg", "")
        program = postgres_folder() / "pg_dump"
        subprocess.run([program, "--file", server.folder / "dump.sql", plain], check=True)


def assert_it_was_a_test_of_something(server: Server) -> None:
    """The story did go through the places where names leak."""
    said = server.said()
    for word in ("ValueError", "turn.failed", "update.unreadable"):
        assert word in said
    assert said.count("update.parked") == 2
    assert list(server.folder.glob("*.zip"))
    assert list(server.folder.glob("*_ringkasan.xlsx"))
    assert list(server.folder.glob("keys/*.key"))


@pytest.mark.parametrize(("what", "letters"), list(canaries()))
def test_a_planted_leak_is_found(what: str, letters: bytes, tmp_path: Path) -> None:
    (tmp_path / "some.log").write_bytes(b"\x00before " + letters + b" after")
    assert f"{what} in some.log" in leaks([tmp_path])


def test_a_leak_is_found_where_it_is_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "week.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{PEOPLE[0].last_name}</t>" * 9)
    assert leaks([tmp_path]) == [f"the name {PEOPLE[0].last_name} in week.xlsx"]


def test_an_id_is_found_in_a_database_where_it_is_a_number(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "planted.db") as connection:
        connection.execute("CREATE TABLE planted (id INTEGER)")
        connection.execute("INSERT INTO planted VALUES (?)", (PEOPLE[0].id,))
    connection.close()
    assert leaks([tmp_path]) == [f"the id {PEOPLE[0].id} as a number in planted.db"]


def test_a_name_of_a_file_is_searched_too(tmp_path: Path) -> None:
    (tmp_path / f"{PEOPLE[0].username}.jpg").touch()
    assert leaks([tmp_path])
