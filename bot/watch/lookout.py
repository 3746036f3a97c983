"""One look at what the bot relies on: database, disks, backups."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from bot.evidence.place import store_of
from bot.evidence.room import has_room
from bot.house import Clock
from bot.settings import Settings
from storage.backups.shelf import backups
from storage.database import Database
from storage.reach import sqlite_file
from storage.tallies import Tally, tally

log = structlog.get_logger(__name__)
_FRESH = 5.0  # seconds
_PATIENCE = 10.0  # seconds


class Disk(Protocol):
    """As shutil.disk_usage has it, in bytes."""

    @property
    def free(self) -> int: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Look:
    """None is what could not be found out, and of `backup_age` that there is none.

    `room` is how many bytes are free, by what is kept there; with little, files of staff wait.
    """

    tally: Tally | None
    room: Mapping[str, int]
    backup_age: float | None
    files_wait: bool = False

    @property
    def least_room(self) -> int | None:
        """On the fullest disk."""
        return min(self.room.values(), default=None)


class Lookout:
    """However many ask, the database is asked once in a few seconds."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._ticks = ticks
        self._alone = asyncio.Lock()
        self._seen: tuple[float, Look] | None = None

    async def look(self) -> Look:
        """Not older than a few seconds; never raises."""
        async with self._alone:
            if self._seen is None or self._ticks() - self._seen[0] >= _FRESH:
                self._seen = self._ticks(), await self._look()
            return self._seen[1]

    async def _look(self) -> Look:
        disks = await asyncio.to_thread(lambda: dict(self._disks()))
        age = await asyncio.to_thread(self._backup_age)
        room = {name: one.free for name, one in disks.items()}
        evidence = disks["evidence"]
        files_wait = not has_room(evidence.free, evidence.total)
        return Look(await self._tally(), room, age, files_wait)

    async def _tally(self) -> Tally | None:
        try:
            async with asyncio.timeout(_PATIENCE), self._database.reading() as connection:
                return await tally(connection, int(self._clock().timestamp()))
        except Exception as error:  # noqa: BLE001 - whatever it is: the database does not answer
            log.warning("watch.database_away", kind=type(error).__name__)
            return None

    def _disks(self) -> Iterator[tuple[str, Disk]]:
        places = {
            "database": sqlite_file(self._database.url),
            "evidence": store_of(self._settings).spool,
        }
        for name, path in places.items():
            if path is not None:
                yield name, shutil.disk_usage(_nearest(path.absolute()))

    def _backup_age(self) -> float | None:
        try:
            sound = [one for one in backups(self._settings.backup_dir) if not one.problem]
        except OSError:
            return None
        return (self._clock() - sound[0].made_at).total_seconds() if sound else None


def _nearest(path: Path) -> Path:
    """The folder that will hold it may not be made yet."""
    return next(one for one in (path, *path.parents) if one.is_dir())
