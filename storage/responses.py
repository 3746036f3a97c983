"""Sent responses, sealed. Read in an order that says nothing about when they came."""

import json
import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import instansi, lokus, periods, responses, submissions
from survey_flows.receipts import Seal, canonical

_ID_BYTES = 8
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Response:
    """One response with where it counts. `sent_hour` is whole hours since 1970 UTC."""

    response_id: str
    form_id: str
    version: str
    lokus: str
    period: str
    timezone: str
    channel: int
    sent_hour: int
    answers: dict[str, str]


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


async def keep(  # one row, one call: each value is sealed or said elsewhere
    connection: AsyncConnection,
    submission_id: int,
    sent_hour: int,
    answers: dict[str, str],
    sealed: tuple[Seal, bytes],
) -> None:
    """Store a sealed response with its salt, in the transaction of the Kirim that made it."""
    seal, salt = sealed
    values = {
        "submission_id": submission_id,
        "response_id": secrets.token_hex(_ID_BYTES),
        "sent_hour": sent_hour,
        "answers": canonical(answers),
        "salt": salt,
        "leaf": seal.leaf,
        "leaf_hash": seal.leaf_hash,
        "receipt": seal.receipt,
    }
    await connection.execute(responses.insert().values(**values))


async def receipt_of(connection: AsyncConnection, submission_id: int) -> str:
    """The receipt of a sent questionnaire."""
    query = sa.select(responses.c.receipt).where(responses.c.submission_id == submission_id)
    return str((await connection.execute(query)).scalar_one())


async def stream(
    connection: AsyncConnection, form_id: str, instansi_code: str, span: Span
) -> AsyncIterator[Response]:
    """Responses of one instansi in a span of hours, by response id, a thousand at a time."""
    wanted = sa.and_(
        submissions.c.form_id == form_id,
        instansi.c.code == instansi_code,
        responses.c.sent_hour >= span.first,
        responses.c.sent_hour < span.end,
    )
    async for one in _streamed(connection, wanted):
        yield one


async def stream_scope(connection: AsyncConnection, scope: Scope) -> AsyncIterator[Response]:
    """Responses of many lokus, by response id, a thousand at a time."""
    async for one in _streamed(connection, _within(scope)):
        yield one


async def periods_in(connection: AsyncConnection, scope: Scope) -> set[str]:
    """The codes of the periods that have a response there."""
    query = _joined().where(_within(scope)).with_only_columns(periods.c.code).distinct()
    return set((await connection.execute(query)).scalars())


async def count(connection: AsyncConnection) -> int:
    """How many responses were ever sent."""
    found = await connection.execute(sa.select(sa.func.count()).select_from(responses))
    return int(found.scalar_one())


async def _streamed(
    connection: AsyncConnection, wanted: sa.ColumnElement[bool]
) -> AsyncIterator[Response]:
    query = _joined().where(wanted).order_by(responses.c.response_id)
    options = {"yield_per": _ROWS_AT_ONCE}
    async with connection.stream(query, execution_options=options) as rows:
        async for row in rows:
            yield _response(row)


def _within(scope: Scope) -> sa.ColumnElement[bool]:
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


def _joined() -> sa.Select[tuple[object, ...]]:
    columns = (
        responses.c.response_id,
        responses.c.sent_hour,
        responses.c.answers,
        submissions.c.form_id,
        submissions.c.version,
        submissions.c.channel,
        lokus.c.code.label("lokus"),
        periods.c.code.label("period"),
        instansi.c.timezone,
    )
    joined = responses.join(submissions).join(lokus).join(periods).join(instansi)
    return sa.select(*columns).select_from(joined)


def _response(row: sa.Row[tuple[object, ...]]) -> Response:
    return Response(
        row.response_id,
        row.form_id,
        row.version,
        row.lokus,
        row.period,
        row.timezone,
        row.channel,
        row.sent_hour,
        json.loads(row.answers),
    )
