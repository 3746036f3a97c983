"""What opens the leaves of sent responses, and what tombstones say of those that are gone."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.partitions import partitions
from storage.responses import IS_SHOWN, Scope, within
from storage.tables import instansi, leaves, lokus, openings, periods, responses, submissions

_ROWS_AT_ONCE = 1000
_STONES = leaves.alias("stones")


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens leaf `seq`."""

    seq: int
    opening: str
    salt: bytes


async def stream_openings(connection: AsyncConnection, scope: Scope) -> AsyncIterator[Opened]:
    """What opens the leaves of the responses there, in the order of the ledger."""
    query = (
        of_leaves(sa.select(leaves.c.seq, openings.c.opening, openings.c.salt))
        .join(openings, openings.c.submission_id == responses.c.submission_id)
        .where(within(scope), IS_SHOWN)
        .order_by(leaves.c.seq)
    )
    async for rows in partitions(connection, query, _ROWS_AT_ONCE):
        for row in rows:
            yield Opened(*row)


async def last_erasure(connection: AsyncConnection, scope: Scope) -> int:
    """Where the newest tombstone of a response there stands in the ledger; -1 for none."""
    newest = sa.select(sa.func.coalesce(sa.func.max(_STONES.c.seq), -1))
    query = _of_stones(newest).where(within(scope))
    return int((await connection.execute(query)).scalar_one())


@dataclass(frozen=True, slots=True)
class Erased:
    """A response whose opening is gone, and the day the tombstone says it went."""

    response_id: str
    lokus: str
    period: str
    timezone: str
    sent_hour: int
    gone_on: str


async def erased(connection: AsyncConnection, instansi_code: str) -> list[Erased]:
    """Every one there ever was, by response id; an empty code is every instansi."""
    names = (lokus.c.code.label("lokus"), periods.c.code.label("period"), instansi.c.timezone)
    columns = (responses.c.response_id, responses.c.sent_hour, *names, _STONES.c.body)
    query = _of_stones(sa.select(*columns))
    if instansi_code:
        query = query.where(instansi.c.code == instansi_code)
    rows = await connection.execute(query.order_by(responses.c.response_id))
    return [
        Erased(
            *(row.response_id, row.lokus, row.period, row.timezone, row.sent_hour),
            json.loads(row.body)["day"],
        )
        for row in rows
    ]


def of_leaves(query: sa.Select[tuple[Any, ...]]) -> sa.Select[tuple[Any, ...]]:
    """Sent responses with the leaf of each, and where they count."""
    own = sa.and_(leaves.c.hash == responses.c.leaf_hash, leaves.c.kind == "answer")
    whose = responses.c.submission_id == submissions.c.id
    joined = query.select_from(responses).join(leaves, own).join(submissions, whose)
    return joined.join(lokus).join(periods).join(instansi)


def _of_stones(query: sa.Select[tuple[Any, ...]]) -> sa.Select[tuple[Any, ...]]:
    """Erased responses with their tombstones."""
    of = sa.and_(_STONES.c.about == leaves.c.hash, _STONES.c.kind == "erase")
    return of_leaves(query).join(_STONES, of)
