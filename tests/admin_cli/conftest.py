"""A server folder, and the command as its admin types it."""

import asyncio
import json
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from admin_cli import clock
from admin_cli.main import app
from bot.keys import KeyRing
from storage.database import Connection, Database
from storage.periods import open_period
from storage.places import add_instansi, add_lokus
from tests.answering import Sent, moment, send

MONDAY = moment("2026-11-23 02:00")


@dataclass
class Desk:
    """Where the admin sits: `desk("lokus", "list")` is `loket lokus list`."""

    folder: Path
    url: str
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *words: str | Path, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    def done(self, *words: str | Path) -> str:
        """What a command that works prints on stdout."""
        result = self(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str | Path) -> Any:  # noqa: ANN401 - a JSON document
        return json.loads(self.done(*words, "--json"))

    def refused(self, *words: str | Path) -> str:
        """The one line of a command that does not work; nothing is on stdout."""
        result = self(*words)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert result.stderr.count("\n") == 1, result.stderr
        return result.stderr.strip()

    def at(self, now: datetime) -> None:
        """Set the command's clock."""
        self.monkeypatch.setattr(clock, "now", lambda: now)

    def store(self, work: Callable[[Connection], Awaitable[object]]) -> None:
        """Change the data without the command."""

        async def run() -> None:
            database = Database(self.url)
            async with database.writing() as connection:
                await work(connection)
            await database.close()

        asyncio.run(run())

    def receives(self, every: Iterable[Sent]) -> None:
        """Citizens answer."""

        async def work(connection: Connection) -> None:
            for one in every:
                await send(connection, one)

        self.store(work)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No LOKET_* of whoever runs the tests, and tables of one width."""
    for name in [name for name in os.environ if name.startswith("LOKET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty folder."""
    folder = tmp_path / "server"
    folder.mkdir()
    monkeypatch.chdir(folder)
    desk = Desk(folder, f"sqlite:///{folder}/loket.db", monkeypatch)
    desk.at(MONDAY)
    return desk


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `loket init` has been; made once, copied often."""
    folder = tmp_path_factory.mktemp("set_up")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        desk = Desk(folder, "", monkeypatch)
        desk.at(MONDAY)
        desk.done("init")
    return folder


@pytest.fixture
def desk(bare: Desk, set_up: Path) -> Desk:
    """After `loket init`, on SQLite."""
    shutil.copytree(set_up, bare.folder, dirs_exist_ok=True)
    env = bare.folder / ".env"
    env.write_text(env.read_text().replace(str(set_up), str(bare.folder)))
    return bare


@pytest.fixture
def on_both(bare: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """After `loket init`, once on SQLite and once on PostgreSQL."""
    monkeypatch.setenv("LOKET_DATABASE_URL", database_url)
    bare.url = database_url
    bare.done("init")
    return bare


def furnish(desk: Desk) -> None:
    """Three lokus of two instansi, two hours apart, and one period."""
    check = KeyRing(desk.folder / os.environ.get("LOKET_KEYS_DIR", "keys")).new_pepper("2026")

    async def work(connection: Connection) -> None:
        await add_instansi(connection, "timur", "Kota Timur, Papua", "Asia/Jayapura")
        await add_instansi(connection, "barat", "Kota Barat", "Asia/Jakarta")
        await add_lokus(connection, "pkm", 'Puskesmas "Melati", Timur', "timur")
        await add_lokus(connection, "kel", "=cmd|'/c calc'!A1", "barat")
        await add_lokus(connection, "dukcapil", "Dukcapil", "barat")
        await open_period(connection, "2026", date(2026, 11, 1), date(2026, 12, 31), check)

    desk.store(work)


@pytest.fixture
def quiet(desk: Desk) -> Desk:
    """Nobody has answered yet."""
    furnish(desk)
    return desk
