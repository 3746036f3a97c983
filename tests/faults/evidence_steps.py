"""The steps of the evidence worker with a death between them, and two orders that are wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from aiogram import Bot

from bot.evidence.downloads import Downloads, Fetched
from bot.evidence.storing import Storing
from storage import evidence
from storage.database import Connection, Database
from storage.evidence import Content
from storage.evidence_store.folder import FolderStore
from storage.uploads import Batch, Upload
from tests.evidence.office import FORM, inspect
from tests.faults.evidence_program import Life, enter, mortal, reach

BREAKS = ("tick-first", "row-first")
_MOMENT = 0.05  # seconds between the wrong step and the right one: time to be killed in
Tell = Callable[[Batch], Awaitable[None]]
_keep = evidence.keep


class MortalDownloads(Downloads):
    """Dies in the middle of a file."""

    def __init__(self, bot: Bot, life: Life) -> None:
        super().__init__(bot)
        self._life = life

    def _stream(self, path: str) -> AsyncIterator[bytes]:
        return mortal(self._life, super()._stream(path))


class MortalStoring(Storing):
    """Dies between the steps."""

    life: Life

    async def fetch(self, upload: Upload, path: Path) -> Fetched:
        enter(upload.staff_id, upload.album)
        reach(self.life, "fetch")
        return await super().fetch(upload, path)

    async def look_into(self, upload: Upload, path: Path, fetched: Fetched) -> Content:
        reach(self.life, "look")
        return await super().look_into(upload, path, fetched)

    async def commit(self, upload: Upload, content: Content, at: int) -> None:
        reach(self.life, "commit")
        await super().commit(upload, content, at)
        reach(self.life, "committed")


class TickFirst(MortalStoring):
    """Says that it is safe before it is."""

    tell: Tell

    async def commit(self, upload: Upload, content: Content, at: int) -> None:
        told = replace(upload, state="stored")
        await self.tell(
            Batch(upload.staff_id, upload.submission_id, upload.slot, upload.album, (told,))
        )
        await asyncio.sleep(_MOMENT)
        await super().commit(upload, content, at)


class RowFirst(MortalStoring):
    """Commits the row before the file is in its place."""

    _waiting: Path

    async def put(self, path: Path, content: Content) -> None:
        self._waiting = path.rename(path.with_suffix(f".{content.sha256[:8]}"))

    async def commit(self, upload: Upload, content: Content, at: int) -> None:
        waiting = self._store.spool / f"{upload.key}.{content.sha256[:8]}"
        await super().commit(upload, content, at)
        await asyncio.sleep(_MOMENT)
        await super().put(waiting, content)


def storing(life: Life, bot: Bot, database: Database, tell: Tell) -> Storing:
    """The product's steps, or those that `life.broken` names."""
    kinds = {"": MortalStoring, "tick-first": TickFirst, "row-first": RowFirst}

    async def keep(connection: Connection, upload: Upload, content: Content, at: int) -> None:
        await _keep(connection, upload, content, at)
        reach(life, "row")  # inside the transaction

    patch.object(evidence, "keep", keep).start()
    made = kinds[life.broken](
        MortalDownloads(bot, life),
        inspect,
        FolderStore(life.store),
        database,
        {("F-01", "1"): FORM},
    )
    made.life = life
    if isinstance(made, TickFirst):
        made.tell = tell
    return made
