"""Lawful erasure, the single path of it: what was said goes, and a tombstone says that it went."""

from collections.abc import Sequence
from datetime import date

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger, owed
from storage.database import Database
from storage.errors import StaleTurn
from storage.holdings import Holding, by_leaf
from storage.owed_tables import backchecks
from storage.reach import sqlite_file
from storage.staff_tables import by_staff
from storage.tables import facts, leaves, openings, submissions
from survey_flows.ledger.leaves import erase as tombstone

BASIS = "UU 27/2022 pasal 8"
_BUSY = 500  # milliseconds a fold waits for readers; it is tried again


async def erase(connection: AsyncConnection, leaf_hash: str, day: date, basis: str = BASIS) -> bool:
    """Erase the response a leaf stands for; False when there is none, or it was erased before.

    Its pseudonym goes too: with the pepper one could tell by it whether somebody had answered.
    """
    held = await by_leaf(connection, leaf_hash)
    if held is None or held.ended == "erased":
        return False
    leaf = tombstone(leaf_hash, held.lokus.code, day.isoformat(), basis)
    await ledger.append(connection, leaf)
    ended = submissions.c.ended
    is_there = sa.or_(ended.is_(None), ended != "erased")
    change = submissions.update().where(submissions.c.id == held.submission_id, is_there)
    if (await connection.execute(change.values(ended="erased", who=""))).rowcount != 1:
        raise StaleTurn("a rival turn has erased that response")
    for table in (openings, facts, backchecks, by_staff):
        gone = table.delete().where(table.c.submission_id == held.submission_id)
        await connection.execute(gone)
    await owed.drop_of(connection, [held.who])
    return True


async def unsent(connection: AsyncConnection, every: Sequence[Holding]) -> int:
    """In how many questionnaires something was said that was never sent."""
    said = facts.c.submission_id.in_([one.submission_id for one in every if not one.leaf_hash])
    counted = sa.select(sa.func.count(facts.c.submission_id.distinct())).where(said)
    return int((await connection.execute(counted)).scalar_one())


async def drop_unsent(connection: AsyncConnection, every: Sequence[Holding]) -> None:
    """What was said in questionnaires that were called off, and by whom."""
    numbers = [one.submission_id for one in every if one.outcome == "abandoned"]
    await connection.execute(facts.delete().where(facts.c.submission_id.in_(numbers)))
    nobodys = submissions.update().where(submissions.c.id.in_(numbers)).values(who="")
    await connection.execute(nobodys)


async def drop_called_off(connection: AsyncConnection) -> None:
    """After a restore: what was called off counts for nobody, and its owner may have erased it."""
    called_off = sa.select(submissions.c.id).where(submissions.c.outcome == "abandoned")
    await connection.execute(facts.delete().where(facts.c.submission_id.in_(called_off)))
    nobodys = submissions.update().where(submissions.c.outcome == "abandoned").values(who="")
    await connection.execute(nobodys)


async def tombstones(connection: AsyncConnection) -> int:
    """How many responses were erased so far."""
    query = sa.select(sa.func.count()).select_from(leaves).where(leaves.c.kind == "erase")
    return int((await connection.execute(query)).scalar_one())


async def fold(database: Database) -> bool:
    """Empty SQLite's WAL, where older pages still show what was erased; False if it is in use."""
    path = sqlite_file(database.url)
    if path is None:
        return True
    async with aiosqlite.connect(path) as connection:
        await connection.execute(f"PRAGMA busy_timeout={_BUSY}")
        cursor = await connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = await cursor.fetchone()
    return row is not None and row[0] == 0
