"""What became known of responses after the week in which they were sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.openings import of_leaves
from storage.owed_tables import backchecks
from storage.responses import IS_SHOWN, Scope, within
from storage.staff_tables import by_staff
from storage.tables import instansi, leaves, lokus, periods, responses

_ANSWERED_WITHIN = timedelta(days=8)
_SAID = leaves.alias("said")


@dataclass(frozen=True, slots=True)
class Window:
    """Days of a week, and how many leaves the ledger had when it was over."""

    first_day: date
    last_day: date
    size: int

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class LaterFlag:
    """`said` is empty where nothing was said in that week about who had filled it in."""

    response_id: str
    lokus: str
    period: str
    timezone: str
    sent_hour: int
    is_staff: bool
    said: str


async def known_later(
    connection: AsyncConnection, earlier: Scope, week: Window
) -> Iterator[LaterFlag]:
    """Of earlier responses, by id: found to be of staff, or answered about, in this week."""
    by = sa.and_(by_staff.c.submission_id == responses.c.submission_id, by_staff.c.seq < week.size)
    asked = backchecks.c.submission_id == responses.c.submission_id
    said = sa.and_(_SAID.c.hash == backchecks.c.leaf_hash, _SAID.c.kind == "backcheck")
    columns = (
        responses.c.response_id,
        responses.c.sent_hour,
        lokus.c.code.label("lokus"),
        periods.c.code.label("period"),
        instansi.c.timezone,
        by_staff.c.noted_on,
        backchecks.c.opening,
        _SAID.c.body,
    )
    query = of_leaves(sa.select(*columns)).outerjoin(by_staff, by).outerjoin(backchecks, asked)
    is_noted = by_staff.c.noted_on.between(week.first_day, week.last_day)
    since = week.first_day - _ANSWERED_WITHIN
    is_said = sa.and_(_SAID.c.seq < week.size, backchecks.c.asked_on >= since)
    wanted = sa.and_(within(earlier), IS_SHOWN, sa.or_(is_noted, is_said))
    ordered = query.outerjoin(_SAID, said).where(wanted).order_by(responses.c.response_id)
    found = (_flag(row, week) for row in await connection.execute(ordered))
    return (one for one in found if one.is_staff or one.said)


def _flag(row: sa.Row[tuple[Any, ...]], week: Window) -> LaterFlag:
    said_on = date.fromisoformat(json.loads(row.body)["day"]) if row.body else None
    said = json.loads(row.opening)["said"] if week.holds(said_on) else ""
    place = (row.lokus, row.period, row.timezone, row.sent_hour)
    return LaterFlag(row.response_id, *place, week.holds(row.noted_on), said)
