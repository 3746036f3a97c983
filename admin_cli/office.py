"""What a command works with: settings, keys, and the database in one transaction."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from zoneinfo import ZoneInfo

from admin_cli import clock

if TYPE_CHECKING:
    from bot.keys import KeyRing
    from bot.settings import Settings
    from storage.database import Connection

T = TypeVar("T")
Work = Callable[["Connection"], Awaitable[T]]


def settings() -> "Settings":
    """From the environment and `.env`; raises BadSettings."""
    from bot.settings import load_settings

    return load_settings()


def env_file() -> Path:
    """Where the settings file is, or would be."""
    from bot.settings import ENV_FILE

    return Path(os.environ.get(ENV_FILE, ".env"))


def keys(said: "Settings") -> "KeyRing":
    """The keys of this server."""
    return keys_in(said.keys_dir)


def keys_in(folder: Path) -> "KeyRing":
    """The keys in a folder."""
    from bot.keys import KeyRing

    return KeyRing(folder)


def today(timezone: str) -> date:
    """The calendar day in that time zone."""
    return clock.now().astimezone(ZoneInfo(timezone)).date()


def reading(work: "Work[T]") -> T:
    """Do `work` on one consistent view of the data."""
    return asyncio.run(_transaction(settings(), work, "reading"))


def writing(work: "Work[T]") -> T:
    """Do `work` in one transaction: all of it is stored, or nothing."""
    return asyncio.run(_transaction(settings(), work, "writing"))


def require_database() -> None:
    """Say first what keeps us out of the database, before anything else is asked for."""
    reading(_nothing)


async def _nothing(_: "Connection") -> None:
    pass


async def _transaction(said: "Settings", work: "Work[T]", kind: Literal["reading", "writing"]) -> T:
    from storage.migrate import require_current
    from storage.reach import reached

    async with reached(said.database_url.get_secret_value()) as database:
        await require_current(database)
        entered = database.reading() if kind == "reading" else database.writing()
        async with entered as connection:
            return await work(connection)
