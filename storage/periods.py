"""Periods of evaluation: the days on which answers are taken, and the pepper of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger, seen
from storage.errors import CodeTaken, DaysReversed, NotFound
from storage.places import LOKUS_COLUMNS, Lokus, lokus_in
from storage.prepared import Prepared, Row
from storage.tables import instansi, lokus, periods
from survey_flows.ledger import leaves
from survey_flows.weeks import Week

_GONE = "pepper_destroyed"
_BY_ID = Prepared(sa.select(periods).where(periods.c.id == sa.bindparam("id")))
_BOTH = Prepared(
    sa.select(*LOKUS_COLUMNS, periods)
    .select_from(lokus.join(instansi).join(periods, periods.c.id == sa.bindparam("id")))
    .where(lokus.c.id == sa.bindparam("lokus"))
)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are included. `pepper_check` tells the right pepper file from a wrong one.

    From `pepper_until` on, if there is such a day, its pepper is to be destroyed.
    """

    id: int
    code: str
    first_day: date
    last_day: date
    closed_on: date | None
    pepper_check: str
    pepper_until: date | None = None

    def is_open(self, today: date) -> bool:
        """Whether answers are taken today."""
        return self.closed_on is None and self.first_day <= today <= self.last_day

    def touches(self, week: Week) -> bool:
        """Whether answers were, or will be, taken on a day of it."""
        last_day = min(self.last_day, self.closed_on or self.last_day)
        return self.first_day <= week.last_day and last_day >= week.first_day


async def open_period(
    connection: AsyncConnection, code: str, first_day: date, last_day: date, pepper_check: str
) -> Period:
    """Raises CodeTaken, or DaysReversed."""
    if last_day < first_day:
        raise DaysReversed(first_day, last_day)
    values = {
        "code": code,
        "first_day": first_day,
        "last_day": last_day,
        "pepper_check": pepper_check,
    }
    try:
        await connection.execute(periods.insert().values(**values))
    except IntegrityError as error:
        raise CodeTaken("period", code) from error
    return await period_of(connection, code)


async def close_period(connection: AsyncConnection, code: str, today: date) -> Period:
    """Closing twice keeps the first day. Raises NotFound."""
    period = await period_of(connection, code)
    if period.closed_on is None:
        change = periods.update().where(periods.c.id == period.id).values(closed_on=today)
        await connection.execute(change)
        await ledger.append(connection, leaves.period(code, "closed", today.isoformat()))
    return await period_of(connection, code)


async def keep_pepper_until(connection: AsyncConnection, code: str, day: date) -> None:
    """From that day on nobody shall be found by it any more."""
    await connection.execute(
        periods.update().where(periods.c.code == code).values(pepper_until=day)
    )


async def note_destroyed(connection: AsyncConnection, period: Period, today: date) -> None:
    """Tell the ledger, once, that the pepper is gone, and drop what only it could lead to."""
    if not await is_destroyed(connection, period.code):
        await ledger.append(connection, leaves.period(period.code, _GONE, today.isoformat()))
    await seen.forget_period(connection, period.id)


async def is_destroyed(connection: AsyncConnection, code: str) -> bool:
    """Whether the ledger says so."""
    told = await ledger.about(connection, "period", code)
    return any(json.loads(one.body)["change"] == _GONE for one in told)


async def period_of(connection: AsyncConnection, code: str) -> Period:
    """Raises NotFound."""
    found = await _select(connection, periods.c.code == code)
    if not found:
        raise NotFound("period", code, [one.code for one in await all_periods(connection)])
    return found[0]


async def period_by_id(connection: AsyncConnection, number: int) -> Period | None:
    """The period a link names; None when this database has no such period."""
    row = await _BY_ID.row(connection, id=number)
    return _period_in(row) if row else None


async def lokus_and_period(
    connection: AsyncConnection, lokus_id: int, period_id: int
) -> tuple[Lokus, Period] | None:
    """Both in one look: each turn asks for them."""
    row = await _BOTH.row(connection, lokus=lokus_id, id=period_id)
    return (lokus_in(row), _period_in(row)) if row else None


async def all_periods(connection: AsyncConnection) -> Sequence[Period]:
    """Oldest first."""
    return await _select(connection, sa.true())


async def _select(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Period]:
    query = sa.select(periods).where(wanted).order_by(periods.c.first_day, periods.c.code)
    return [_period_in(row) for row in await connection.execute(query)]


def _period_in(row: Row) -> Period:
    return Period(
        row.id,
        row.code,
        row.first_day,
        row.last_day,
        row.closed_on,
        row.pepper_check,
        row.pepper_until,
    )
