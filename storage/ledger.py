"""The ledger: leaves in the order they came true, added in the transaction of what they tell.

Whoever adds a leaf takes the one row of `ledger_head` first: on PostgreSQL that puts writers in
line until they commit, on SQLite there is one writer anyway.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.partitions import partitions
from storage.tables import checkpoints, leaves, ledger_head
from survey_flows.ledger.leaves import Leaf
from survey_flows.ledger.tree import Frontier

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Entered:
    """A leaf in its place, counted from 0."""

    seq: int
    kind: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head. `root` is hex, `note` the text that was given away."""

    size: int
    root: str
    made_on: date
    note: str


async def append(connection: AsyncConnection, leaf: Leaf) -> int:
    """Where the leaf stands now."""
    longer = ledger_head.update().values(size=ledger_head.c.size + 1)
    seq = int((await connection.execute(longer.returning(ledger_head.c.size))).scalar_one()) - 1
    row = {"seq": seq, "kind": leaf.kind, "about": leaf.about, "body": leaf.body, "hash": leaf.hash}
    await connection.execute(leaves.insert().values(**row))
    return seq


async def size(connection: AsyncConnection) -> int:
    """How many leaves there are."""
    return int((await connection.execute(sa.select(ledger_head.c.size))).scalar_one())


async def stream(
    connection: AsyncConnection, until: int | None = None, since: int = 0
) -> AsyncIterator[Entered]:
    """Leaves `since` up to, not including, `until`, or all there are; some thousands at a time."""
    query = sa.select(leaves).where(leaves.c.seq >= since).order_by(leaves.c.seq)
    if until is not None:
        query = query.where(leaves.c.seq < until)
    async for rows in partitions(connection, query, _AT_ONCE):
        for seq, kind, _, body, hashed in rows:
            yield Entered(seq, kind, body, hashed)


async def head(connection: AsyncConnection, until: int) -> Frontier:
    """The tree over the first `until` leaves, by the hashes that are stored."""
    tree = Frontier()
    query = sa.select(leaves.c.hash).where(leaves.c.seq < until).order_by(leaves.c.seq)
    async for rows in partitions(connection, query, _AT_ONCE):
        for (hashed,) in rows:
            tree.add(bytes.fromhex(hashed))
    return tree


async def place_of(connection: AsyncConnection, leaf_hash: str) -> int | None:
    """Where the leaf of that hash stands."""
    query = sa.select(leaves.c.seq).where(leaves.c.hash == leaf_hash).order_by(leaves.c.seq)
    return (await connection.execute(query.limit(1))).scalar_one_or_none()


async def about(connection: AsyncConnection, kind: str, name: str) -> list[Entered]:
    """Every leaf of a kind about that, oldest first."""
    query = sa.select(leaves).where(leaves.c.about == name, leaves.c.kind == kind)
    rows = await connection.execute(query.order_by(leaves.c.seq))
    return [Entered(row.seq, row.kind, row.body, row.hash) for row in rows]


@dataclass(frozen=True, slots=True)
class Mark:
    """A leaf about an earlier answer: what became of it, where, and on which day there."""

    kind: str
    lokus: str
    day: str


async def marks(connection: AsyncConnection) -> list[Mark]:
    """Every answer that was replaced, taken back or erased, oldest first."""
    kinds = leaves.c.kind.in_(["supersede", "withdraw", "erase"])
    query = sa.select(leaves.c.kind, leaves.c.body).where(kinds).order_by(leaves.c.seq)
    every = [(row.kind, json.loads(row.body)) for row in await connection.execute(query)]
    return [Mark(kind, said["lokus"], said["day"]) for kind, said in every]


async def keep_checkpoint(connection: AsyncConnection, made: Checkpoint) -> None:
    """Remember what was signed; the same size a second time is the same head."""
    known = sa.select(checkpoints.c.size).where(checkpoints.c.size == made.size)
    if (await connection.execute(known)).first() is None:
        values = {"size": made.size, "root": made.root, "made_on": made.made_on, "note": made.note}
        await connection.execute(checkpoints.insert().values(**values))


async def newest_checkpoint(connection: AsyncConnection) -> Checkpoint | None:
    """The one over the most leaves."""
    return await _checkpoint(connection, checkpoints.c.size.desc(), sa.true())


async def covering(connection: AsyncConnection, seq: int) -> Checkpoint | None:
    """The first that was signed after leaf `seq` had come in."""
    return await _checkpoint(connection, checkpoints.c.size, checkpoints.c.size > seq)


async def _checkpoint(
    connection: AsyncConnection,
    order: sa.ColumnElement[int],
    wanted: sa.ColumnElement[bool],
) -> Checkpoint | None:
    query = sa.select(checkpoints).where(wanted).order_by(order).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Checkpoint(row.size, row.root, row.made_on, row.note)
