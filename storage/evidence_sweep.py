"""Files in the store that no row relies on: what a crash left, and what came too late to count."""

import asyncio
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.evidence import is_referenced
from storage.evidence_store.store import EvidenceStore, Stored
from storage.staff_tables import uploads

YOUNG = 3600
"""Seconds in which a file without a row may just be on its way to getting one."""
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Sweep:
    """`orphans` were found, `removed` are gone; fewer when files were still being fetched."""

    orphans: tuple[Stored, ...]
    removed: tuple[Stored, ...]


async def orphans(database: Database, store: EvidenceStore, now: float) -> list[Stored]:
    """Old enough, and nobody's. The store is listed first: a later row can only save a file."""
    every = [one async for one in store.every() if one.changed_at < now - YOUNG]
    async with database.reading() as connection:
        return [one for one in every if not await is_referenced(connection, one.name)]


async def sweep(database: Database, store: EvidenceStore, now: float) -> Sweep:
    """Remove orphans, each in a transaction of its own so that the chats go on in between."""
    found = await orphans(database, store, now)
    removed = [one for one in found if await _removed(database, store, one)]
    return Sweep(tuple(found), tuple(removed))


async def _removed(database: Database, store: EvidenceStore, one: Stored) -> bool:
    """Never while an upload is in work: its bytes may be these, put but not committed yet.

    No row appears without an upload that was waiting before its bytes were put. So when none is
    waiting and none can be added until this transaction ends, nobody is about to rely on the file.
    """
    async with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(sa.text("LOCK TABLE uploads IN SHARE ROW EXCLUSIVE MODE"))
        if await _in_work(connection) or await is_referenced(connection, one.name):
            return False
        try:
            async with asyncio.timeout(_PATIENCE):  # the chats wait for us
                await store.remove(one.name)
        except TimeoutError:
            return False
    return True


async def _in_work(connection: AsyncConnection) -> bool:
    waiting = sa.exists().where(uploads.c.state == "waiting", uploads.c.slot != "")
    return bool((await connection.execute(sa.select(waiting))).scalar_one())
