"""An office that prints posters."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from admin_cli import clock, qr, ticket
from admin_cli.door import Door
from bot.keys import KeyRing
from storage.database import Connection, Database
from storage.migrate import upgrade
from storage.periods import open_period
from storage.places import add_instansi, add_lokus

NOW = datetime(2026, 11, 18, 2, tzinfo=UTC)
TODAY = NOW.date()  # in Makassar, too

Work = Callable[[Connection], Awaitable[object]]

app = typer.Typer(cls=Door)
app.add_typer(qr.app, name="qr")
app.add_typer(ticket.app, name="ticket")


@dataclass(frozen=True)
class Office:
    """One installation: a database, keys, and a folder for posters."""

    database: Path
    keys: KeyRing
    out: Path

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    def told(self, *arguments: str) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.stderr
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    def make(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, ["qr", "make", "--out", str(self.out), *arguments])

    def made(self, *arguments: str) -> dict[str, Any]:
        return self.told("qr", "make", "--out", str(self.out), *arguments)

    def change(self, *works: Work) -> None:
        """Run storage calls, each in its own transaction."""
        asyncio.run(_change(self.database, works))


async def _change(path: Path, works: tuple[Work, ...]) -> None:
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    for work in works:
        async with database.writing() as connection:
            await work(connection)
    await database.close()


def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two lokus, an open period, and keys; what is run here finds it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    found = Office(tmp_path / "loket.db", KeyRing(tmp_path / "keys"), tmp_path / "posters")
    monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{found.database}")
    monkeypatch.setenv("LOKET_KEYS_DIR", str(found.keys.folder))
    monkeypatch.setenv("LOKET_BOT_USERNAME", "suaraloket_demo_bot")
    found.keys.create()
    found.change(
        lambda tables: add_instansi(tables, "kota", "Pemerintah Kota Contoh", "Asia/Makassar"),
        lambda tables: add_lokus(tables, "samsat", "Samsat Kota", "kota"),
        lambda tables: add_lokus(tables, "pkm-melati", "Puskesmas Melati", "kota"),
        lambda tables: open_period(
            tables, "2026", TODAY - timedelta(9), TODAY + timedelta(9), "0" * 16
        ),
    )
    return found
