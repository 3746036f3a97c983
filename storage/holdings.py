"""What pseudonyms hold: their questionnaires and sent responses, without what these say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.places import LOKUS_COLUMNS, Lokus, lokus_in
from storage.prepared import Prepared, Row
from storage.tables import SUBMITTED, instansi, lokus, openings, responses, submissions

_NAMES_AT_ONCE = 5000  # a statement takes some 32,000 at most
_EVERY = sa.select(
    submissions.c.id,
    submissions.c.key,
    submissions.c.who,
    submissions.c.period_id,
    submissions.c.outcome,
    submissions.c.ended,
    responses.c.leaf_hash,
    responses.c.receipt,
    responses.c.sent_hour,
    *LOKUS_COLUMNS,
).select_from(
    submissions.join(lokus)
    .join(instansi)
    .outerjoin(responses, responses.c.submission_id == submissions.c.id)
)
_STANDING = Prepared(  # each turn asks for it
    _EVERY.where(
        submissions.c.who == sa.bindparam("who"),
        submissions.c.outcome == SUBMITTED,
        submissions.c.ended.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Holding:
    """`outcome` is empty while it is open, `ended` while it stands.

    The last three are empty or 0 where nothing was sent. `sent_hour`: whole hours since 1970 UTC.
    """

    submission_id: int
    key: str
    who: str
    lokus: Lokus
    period_id: int
    outcome: str
    ended: str
    leaf_hash: str
    receipt: str
    sent_hour: int

    @property
    def stands(self) -> bool:
        """Sent, and neither replaced nor taken back."""
        return self.outcome == "submitted" and not self.ended

    @property
    def is_kept(self) -> bool:
        """Sent, and what it says is still there."""
        return self.outcome == "submitted" and self.ended != "erased"


async def held_by(connection: AsyncConnection, names: Collection[str]) -> Sequence[Holding]:
    """Everything these pseudonyms ever began, oldest first."""
    every, found = list(names), list[Holding]()
    for start in range(0, len(every), _NAMES_AT_ONCE):
        some = every[start : start + _NAMES_AT_ONCE]
        found += await _select(connection, submissions.c.who.in_(some))
    return sorted(found, key=lambda one: one.submission_id)


async def standing(connection: AsyncConnection, who: str) -> Holding | None:
    """The one response of this pseudonym that counts."""
    row = await _STANDING.row(connection, who=who)
    return _holding_in(row) if row else None


async def by_submission(connection: AsyncConnection, number: int) -> Holding:
    """Raises LookupError."""
    found = await _select(connection, submissions.c.id == number)
    if not found:
        raise LookupError("a submission that was referred to is gone")
    return found[0]


async def by_leaf(connection: AsyncConnection, leaf_hash: str) -> Holding | None:
    """The response a leaf stands for."""
    found = await _select(connection, responses.c.leaf_hash == leaf_hash)
    return found[0] if found else None


async def by_receipt(connection: AsyncConnection, receipt: str) -> Sequence[Holding]:
    """More than one only by a chance of one in 2^50."""
    return await _select(connection, responses.c.receipt == receipt)


async def opening_of(connection: AsyncConnection, number: int) -> str:
    """What was said, as it was sealed; empty once it is erased."""
    query = sa.select(openings.c.opening).where(openings.c.submission_id == number)
    return str((await connection.execute(query)).scalar_one_or_none() or "")


async def sent_at(connection: AsyncConnection, lokus_id: int, period_id: int, most: int) -> int:
    """How many were ever sent there, counted no further than `most`."""
    sent = sa.select(submissions.c.id).where(
        submissions.c.lokus_id == lokus_id,
        submissions.c.period_id == period_id,
        submissions.c.outcome == "submitted",
    )
    query = sa.select(sa.func.count()).select_from(sent.limit(most).subquery())
    return int((await connection.execute(query)).scalar_one())


async def _select(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Holding]:
    return [_holding_in(row) for row in await connection.execute(_EVERY.where(wanted))]


def _holding_in(row: Row) -> Holding:
    return Holding(
        row.id,
        row.key,
        row.who,
        lokus_in(row),
        row.period_id,
        row.outcome or "",
        row.ended or "",
        row.leaf_hash or "",
        row.receipt or "",
        row.sent_hour or 0,
    )
