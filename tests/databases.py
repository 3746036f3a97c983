"""A fresh, fully migrated database for each test, on SQLite and on PostgreSQL."""

import asyncio
import os
import shutil
import uuid
from pathlib import Path

import asyncpg

from storage import migrate
from storage.database import Database

_TEMPLATE = f"template_{os.getpid()}"
_done_with: list[str] = []


async def sqlite_url(folder: Path, template: Path) -> str:
    """A copy of a migrated file: migrating once a run is enough."""
    if not template.exists():
        await _migrate(f"sqlite:///{template}")
    shutil.copy(template, folder / "loket.db")
    return f"sqlite:///{folder / 'loket.db'}"


async def postgres_url(server: str) -> str:
    """A database cloned from a migrated template; `server` is the URL without a name."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(_plain(f"{server}/postgres"))
    try:
        known = await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", _TEMPLATE)
        if not known:
            await admin.execute(f"CREATE DATABASE {_TEMPLATE}")
            await _migrate(f"{server}/{_TEMPLATE}")
        while _done_with:
            await admin.execute(f"DROP DATABASE {_done_with.pop()} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
    finally:
        await admin.close()
    return f"{server}/{name}"


def done_with(url: str) -> None:
    """Nobody needs this PostgreSQL database any more: the 8 MB go when the next one is made."""
    _done_with.append(url.rpartition("/")[2])


async def _migrate(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    await database.close()
    await asyncio.sleep(0)


def _plain(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://")
