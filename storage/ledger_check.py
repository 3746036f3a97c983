"""Whether the database still says what its ledger says: every leaf, response and mark."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.partitions import partitions
from storage.tables import (
    checkpoints,
    instansi,
    leaves,
    ledger_head,
    lokus,
    openings,
    periods,
    responses,
    submissions,
)
from survey_flows.ledger.tree import Frontier, leaf_hash
from survey_flows.receipts import commitment, receipt_of
from survey_flows.weeks import day_of

_AT_ONCE = 2000
_ENDS = {"supersede": {"superseded", "erased"}, "withdraw": {"withdrawn", "erased"}}
_ENDS["erase"] = {"erased"}


async def problems(connection: AsyncConnection, published: Mapping[int, str]) -> AsyncIterator[str]:
    """What does not fit, in plain words; `published` are roots in hex that others hold, by size."""
    query = sa.select(checkpoints.c.size, checkpoints.c.root)
    signed = {row.size: row.root for row in await connection.execute(query)}
    async for one in _tree(connection, signed, published):
        yield one
    async for one in _answers(connection):
        yield one
    async for one in _marks(connection):
        yield one


async def _tree(
    connection: AsyncConnection, signed: Mapping[int, str], published: Mapping[int, str]
) -> AsyncIterator[str]:
    """Leaves without a gap, each with the hash of its body, and the roots that were signed."""
    tree, heads = Frontier(), {*signed, *published} - {0}
    async for one in ledger.stream(connection):
        if one.seq != tree.size:
            yield f"leaf {tree.size} is missing: {one.seq} comes next"
            return
        hashed = leaf_hash(one.body.encode())
        if hashed.hex() != one.hash:
            yield f"leaf {one.seq} was changed after it was hashed"
        tree.add(hashed)
        is_head = tree.size in heads
        if is_head and tree.root.hex() not in _roots(tree.size, signed, published):
            yield f"the ledger is not the one whose head was signed at {tree.size} leaves"
    for size in sorted(one for one in heads if one > tree.size):
        yield f"a head over {size} leaves was signed, but there are {tree.size}: data is older"
    counted = (await connection.execute(sa.select(ledger_head.c.size))).scalar_one_or_none()
    if counted != tree.size:
        yield f"the ledger counts {counted} leaves, and there are {tree.size}"


def _roots(size: int, *known: Mapping[int, str]) -> set[str]:
    """The one root everybody was told of that size; none at all where they were told two."""
    told = {roots[size] for roots in known if size in roots}
    return told if len(told) == 1 else set()


async def _answers(connection: AsyncConnection) -> AsyncIterator[str]:
    """Each answer leaf has its response, and each response says what its leaf binds."""
    own = sa.and_(leaves.c.hash == responses.c.leaf_hash, leaves.c.kind == "answer")
    lost = sa.select(leaves.c.seq).select_from(leaves.outerjoin(responses, own))
    is_lost = sa.and_(leaves.c.kind == "answer", responses.c.submission_id.is_(None))
    for row in await connection.execute(lost.where(is_lost).order_by(leaves.c.seq)):
        yield f"the response of leaf {row.seq} is gone"
    columns = (responses, openings.c.opening, openings.c.salt, leaves.c.seq, leaves.c.body)
    names = (lokus.c.code.label("lokus"), periods.c.code.label("period"), instansi.c.timezone)
    joined = (
        responses.outerjoin(leaves, own)
        .outerjoin(openings, openings.c.submission_id == responses.c.submission_id)
        .join(submissions, submissions.c.id == responses.c.submission_id)
        .join(lokus)
        .join(periods)
        .join(instansi)
    )
    every = sa.select(*columns, *names, submissions.c.ended).select_from(joined)
    ordered = every.order_by(responses.c.submission_id)
    async for rows in partitions(connection, ordered, _AT_ONCE):
        for row in rows:
            if wrong := _wrong(row):
                yield f"response {row.response_id}: {wrong}"


def _wrong(row: sa.Row[*tuple[Any, ...]]) -> str:
    """What is wrong with one response; empty for nothing."""
    if row.body is None:
        return "no leaf binds it"
    said = json.loads(row.body)
    place = {"lokus": row.lokus, "period": row.period, "day": _day(row).isoformat()}
    if any(said.get(name, value) != value for name, value in place.items()):
        return "it was moved to another lokus, period or day"
    if row.receipt != receipt_of(row.leaf_hash):
        return "its receipt is not that of its leaf"
    return _wrong_opening(row, said.get("c"))


def _wrong_opening(row: sa.Row[*tuple[Any, ...]], sealed: str | None) -> str:
    if row.ended == "erased":
        return "it was erased, but what it said is there" if row.opening is not None else ""
    if row.opening is None:
        return "what it said is hidden: there is no tombstone"
    if commitment(row.opening, row.salt) != sealed:
        return "what it says is not what was sealed"
    is_its_own = json.loads(row.opening).get("response_id", row.response_id) == row.response_id
    return "" if is_its_own else "it carries the id of another"


def _day(row: sa.Row[*tuple[Any, ...]]) -> date:
    return day_of(row.sent_hour, ZoneInfo(row.timezone))


async def _marks(connection: AsyncConnection) -> AsyncIterator[str]:
    """Who is marked has ended so, and who has ended is marked."""
    of = responses.c.leaf_hash == leaves.c.about
    joined = leaves.outerjoin(responses, of).outerjoin(
        submissions, submissions.c.id == responses.c.submission_id
    )
    query = sa.select(leaves.c.seq, leaves.c.kind, submissions.c.ended).select_from(joined)
    marks = query.where(leaves.c.kind.in_(_ENDS)).order_by(leaves.c.seq)
    for row in await connection.execute(marks):
        if row.ended not in _ENDS[row.kind]:
            yield f"leaf {row.seq} ({row.kind}) names a response that still stands"
    own = sa.and_(of, leaves.c.kind.in_(_ENDS))
    ended = sa.select(responses.c.response_id, submissions.c.ended).select_from(
        responses.join(submissions, submissions.c.id == responses.c.submission_id).outerjoin(
            leaves, own
        )
    )
    unmarked = ended.where(submissions.c.ended.is_not(None), leaves.c.seq.is_(None))
    for one in await connection.execute(unmarked):
        yield f"response {one.response_id} is {one.ended}, and no leaf says so"
