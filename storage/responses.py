"""Sent responses, sealed. Read in an order that says nothing about when they came."""

import json
import secrets
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.owed_tables import backchecks
from storage.partitions import Row, partitions
from storage.tables import instansi, leaves, lokus, openings, periods, responses, submissions
from survey_flows.ledger.leaves import Leaf
from survey_flows.receipts import UNMEASURED, Measures, Opening, seal

_ID_BYTES = 8
_SALT_BYTES = 32
_ROWS_AT_ONCE = 1000
_MEASURES, _DECODER = '"measures":', json.JSONDecoder()  # an opening is canonical: no spaces
IS_SHOWN = sa.or_(submissions.c.ended.is_(None), submissions.c.ended == "superseded")


@dataclass(frozen=True, slots=True)
class Later:
    """`said` is empty until they answer: then self, assisted or staff, by the leaf `seq`."""

    asked_on: date
    said: str = ""
    seq: int = 0


class Response(NamedTuple):
    """One response with where it counts. `sent_hour` is whole hours since 1970 UTC.

    One that was taken back or erased is none of these; a superseded one has `ended` so, and stays
    to be seen. `later` is there where the citizen was asked who had filled it in.
    """

    response_id: str
    lokus: str
    period: str
    timezone: str
    channel: int
    sent_hour: int
    ended: str | None
    opening: str
    later: Later | None = None

    @property
    def is_superseded(self) -> bool:
        """Whether a later response of the same account counts instead."""
        return self.ended is not None

    @property
    def measures(self) -> Measures:
        """How it was answered, as far as anybody measured."""
        at = self.opening.find(_MEASURES)
        said = _DECODER.raw_decode(self.opening, at + len(_MEASURES))[0] if at >= 0 else {}
        return Measures(tuple(said.get("gaps", ())), said.get("assurance"), said.get("acct_seen"))


@dataclass(frozen=True, slots=True)
class Span:
    """Hours from `first` up to, not including, `end`."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which responses: hours by time zone, since a week begins when the instansi says it does.

    An empty `instansi` means all of them; None for `periods` too.
    """

    form_id: str
    spans: Mapping[str, Span]
    instansi: str = ""
    periods: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A response before it is sealed: `public` is where and when it counts, day and not hour."""

    public: Mapping[str, str]
    answers: Mapping[str, str]
    measures: Measures = UNMEASURED


@dataclass(frozen=True, slots=True)
class Kept:
    """What its leaf is called in the ledger, and what the citizen keeps of that."""

    leaf_hash: str
    receipt: str


async def keep(
    connection: AsyncConnection,
    submission_id: int,
    sent_hour: int,
    said: Said,
) -> Kept:
    """Seal a response and bind it by a leaf, in the transaction of the Kirim that made it."""
    salt = secrets.token_bytes(_SALT_BYTES)
    opening = Opening(secrets.token_hex(_ID_BYTES), said.answers, said.measures)
    made = seal({"type": "answer", **said.public}, opening, salt)
    await ledger.append(connection, Leaf("answer", made.leaf))
    values = {
        "submission_id": submission_id,
        "response_id": opening.response_id,
        "sent_hour": sent_hour,
        "leaf_hash": made.leaf_hash,
        "receipt": made.receipt,
    }
    await connection.execute(responses.insert().values(**values))
    secret = {"submission_id": submission_id, "opening": opening.text, "salt": salt}
    await connection.execute(openings.insert().values(**secret))
    return Kept(made.leaf_hash, made.receipt)


async def receipt_of(connection: AsyncConnection, submission_id: int) -> str:
    """The receipt of a sent questionnaire."""
    query = sa.select(responses.c.receipt).where(responses.c.submission_id == submission_id)
    return str((await connection.execute(query)).scalar_one())


async def stream_scope(
    connection: AsyncConnection, scope: Scope
) -> AsyncIterator[Sequence[Response]]:
    """Responses of many lokus, by response id, a thousand at a time; not what came later."""
    query = _joined(_SENT).where(within(scope), IS_SHOWN).order_by(responses.c.response_id)
    async for rows in partitions(connection, query, _ROWS_AT_ONCE):
        yield [Response(*row) for row in rows]


async def stream_by_lokus(
    connection: AsyncConnection, scope: Scope
) -> AsyncIterator[Sequence[Response]]:
    """The same with what came later, those of one lokus and period together."""
    asked = backchecks.c.submission_id == responses.c.submission_id
    by = sa.and_(leaves.c.hash == backchecks.c.leaf_hash, leaves.c.kind == "backcheck")
    whole = _joined(_SENT.outerjoin(backchecks, asked).outerjoin(leaves, by))
    order = (submissions.c.lokus_id, submissions.c.period_id, responses.c.response_id)
    query = whole.add_columns(*_LATER).where(within(scope), IS_SHOWN).order_by(*order)
    async for rows in partitions(connection, query, _ROWS_AT_ONCE):
        yield [Response(*row[:_COLUMNS])._replace(later=_later(row)) for row in rows]


async def periods_in(connection: AsyncConnection, scope: Scope) -> set[str]:
    """The codes of the periods that have a response there."""
    query = _joined(_SENT).where(within(scope)).with_only_columns(periods.c.code).distinct()
    return set((await connection.execute(query)).scalars())


async def count(connection: AsyncConnection) -> int:
    """How many responses were ever sent."""
    found = await connection.execute(sa.select(sa.func.count()).select_from(responses))
    return int(found.scalar_one())


def within(scope: Scope) -> sa.ColumnElement[bool]:
    """Who asks has joined submissions, periods and instansi."""
    hours = (
        sa.and_(
            instansi.c.timezone == timezone,
            responses.c.sent_hour >= span.first,
            responses.c.sent_hour < span.end,
        )
        for timezone, span in scope.spans.items()
    )
    limits = [submissions.c.form_id == scope.form_id, sa.or_(sa.false(), *hours)]
    if scope.instansi:
        limits.append(instansi.c.code == scope.instansi)
    if scope.periods is not None:
        limits.append(periods.c.code.in_(scope.periods))
    return sa.and_(*limits)


_SENT = responses.join(openings, openings.c.submission_id == responses.c.submission_id)
_COLUMNS = 8  # before those of `_LATER`
_LATER = (backchecks.c.asked_on, backchecks.c.opening.label("said_later"), leaves.c.seq)


def _joined(sent: sa.FromClause) -> sa.Select[*tuple[Any, ...]]:
    columns = (
        responses.c.response_id,
        lokus.c.code.label("lokus"),
        periods.c.code.label("period"),
        instansi.c.timezone,
        submissions.c.channel,
        responses.c.sent_hour,
        submissions.c.ended,
        openings.c.opening,
    )
    whose = submissions.c.id == responses.c.submission_id
    joined = sent.join(submissions, whose).join(lokus).join(periods).join(instansi)
    return sa.select(*columns).select_from(joined)


def _later(row: Row) -> Later | None:
    if row.asked_on is None:
        return None
    if row.said_later is None:
        return Later(row.asked_on)
    return Later(row.asked_on, json.loads(row.said_later)["said"], row.seq)
