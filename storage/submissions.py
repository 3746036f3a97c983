"""Questionnaires and the facts they consist of. The caller owns the transaction."""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StaleTurn
from storage.prepared import Prepared, Row
from storage.tables import ABANDONED, SUBMITTED, facts, submissions
from survey_flows.facts import Facts, fact_of, row_of

_KEY_BYTES = 12  # 16 characters: short enough to sit in every button

# A turn asks for these each time: they are built once.
_STANDS = sa.and_(
    sa.or_(submissions.c.outcome.is_(None), submissions.c.outcome != ABANDONED),
    submissions.c.ended.is_(None),
)
_sent = submissions.alias()
_SENT = sa.exists().where(
    _sent.c.who == submissions.c.who, _sent.c.outcome == SUBMITTED, _sent.c.ended.is_(None)
)
_EVERY = sa.select(submissions, _SENT.label("has_sent"))
_BY_KEY = Prepared(_EVERY.where(submissions.c.key == sa.bindparam("key")))
_BY_ID = Prepared(_EVERY.where(submissions.c.id == sa.bindparam("id")))
_STANDING = Prepared(  # of several the open one: somebody may be answering again
    _EVERY.where(submissions.c.who == sa.bindparam("who"), _STANDS)
    .order_by(submissions.c.outcome.is_not(None))
    .limit(1)
)
_SAID = Prepared(
    sa.select(facts.c.kind, facts.c.field, facts.c.value, facts.c.gap)
    .where(facts.c.submission_id == sa.bindparam("id"))
    .order_by(facts.c.seq)
)
_RECORD = Prepared(facts.insert())


@dataclass(frozen=True, slots=True)
class Submission:
    """One questionnaire with everything said in it. `outcome` is empty while it is open.

    `ended` says how a sent one ceased to stand, and is empty while it does. `gaps` has, for each
    fact, the tenths of a second since the one before, where that is known. `has_sent`: there is a
    response of this pseudonym that stands, this one or another.
    """

    id: int
    key: str
    form_id: str
    version: str
    lokus_id: int
    period_id: int
    who: str
    channel: int
    outcome: str
    facts: Facts
    gaps: tuple[int | None, ...] = ()
    ended: str = ""
    has_sent: bool = False


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What is known when a citizen presses Mulai."""

    form_id: str
    version: str
    lokus_id: int
    period_id: int
    who: str
    channel: int


async def begin(connection: AsyncConnection, new: NewSubmission, first: Facts) -> Submission:
    """Open a questionnaire; raises StaleTurn when this person holds one there already."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    row = submissions.insert().values(
        key=key,
        form_id=new.form_id,
        version=new.version,
        lokus_id=new.lokus_id,
        period_id=new.period_id,
        who=new.who,
        channel=new.channel,
    )
    try:
        added = await connection.execute(row.returning(submissions.c.id))
    except IntegrityError as error:
        raise StaleTurn("this account already holds a questionnaire here") from error
    number = int(added.scalar_one())
    await record(connection, number, first, after=0)
    return await by_id(connection, number)


async def by_key(connection: AsyncConnection, key: str) -> Submission | None:
    """The questionnaire a button names."""
    return await _whole(connection, await _BY_KEY.row(connection, key=key))


async def by_id(connection: AsyncConnection, number: int) -> Submission:
    """The questionnaire a bookmark names."""
    found = await _whole(connection, await _BY_ID.row(connection, id=number))
    if found is None:
        raise LookupError("a submission that was referred to is gone")
    return found


async def standing_of(connection: AsyncConnection, who: str) -> Submission | None:
    """What this pseudonym is filling, or else its response that stands."""
    return await _whole(connection, await _STANDING.row(connection, who=who))


async def record(
    connection: AsyncConnection, number: int, new: Facts, *, after: int, gap: int | None = None
) -> None:
    """Append facts as numbers `after + 1` and up; StaleTurn when a rival turn took them.

    `gap` is how many tenths of a second they came after the fact before, where that is known.
    """
    shared = {"submission_id": number, "gap": gap}
    try:
        for seq, (kind, field, value) in enumerate(map(row_of, new), start=after + 1):
            said = {"seq": seq, "kind": kind, "field": field, "value": value}
            await _RECORD.change(connection, **shared, **said)
    except IntegrityError as error:
        raise StaleTurn(f"submission {number} has moved past fact {after}") from error


async def finish(connection: AsyncConnection, number: int, outcome: str) -> None:
    """Give it its outcome, for good; raises StaleTurn while another one of theirs stands sent."""
    change = submissions.update().where(submissions.c.id == number).values(outcome=outcome)
    try:
        await connection.execute(change)
    except IntegrityError as error:
        raise StaleTurn(f"submission {number} cannot end as {outcome} now") from error


async def _whole(connection: AsyncConnection, row: Row | None) -> Submission | None:
    if row is None:
        return None
    every = await _SAID.rows(connection, id=row.id)
    return Submission(
        row.id,
        row.key,
        row.form_id,
        row.version,
        row.lokus_id,
        row.period_id,
        row.who,
        row.channel,
        row.outcome or "",
        tuple(fact_of(kind, field, value) for kind, field, value, _ in every),
        tuple(gap for *_, gap in every),
        row.ended or "",
        row.has_sent,
    )
