"""From the tables to the report of a week, in one consistent view."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from admin_cli.bundle.f03_columns import items_of
from admin_cli.bundle.plan import Plan, plan
from admin_cli.door import WrongUse
from admin_cli.f01_versions import versions
from admin_cli.standings import Standing, office_of, standing_of
from admin_cli.week_report.counting import Counts, by_week, count
from admin_cli.week_report.marks import marks_of
from admin_cli.week_report.release import Weeks, released
from admin_cli.week_report.report import Report
from admin_cli.week_report.standings_then import as_of
from storage import periods, places, responses
from storage.database import Connection
from storage.periods import Period
from storage.places import Lokus
from storage.responses import Scope
from survey_flows import catalog
from survey_flows.weeks import Week

FORM = "F-03"
TREND = 12  # weeks: what a chart can hold and a reader take in
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Wanted:
    """An empty `week` is the running one, an empty `instansi` all of them."""

    week: str
    last: bool
    instansi: str
    period: str
    moment: datetime
    timezone: str


async def load(connection: Connection, wanted: Wanted, counts: Counts | None = None) -> Report:
    """Counts for itself what it is not given. Raises UnknownWeek, NotFound, WrongUse."""
    zones = await places.zones_of(connection, wanted.instansi, wanted.timezone)
    planned = plan(wanted.week, wanted.moment, zones, last=wanted.last)
    every = await periods.all_periods(connection)
    period, others = _period(every, planned.week, wanted.period)
    lokus = await places.all_lokus(connection, wanted.instansi or None)
    form, weeks = catalog.load(FORM), _weeks(planned, period)
    if counts is None:
        scope = Scope(FORM, planned.spans_so_far, wanted.instansi, {period.code})
        counts = await count(responses.stream_scope(connection, scope), items_of(form))
    counted = by_week(counts, period.code)
    return Report(
        planned.week,
        planned.complete,
        period,
        others,
        lokus[0].instansi.name if wanted.instansi and lokus else wanted.instansi,
        form,
        [released(form, one, counted.get(one.code, {}), weeks) for one in lokus],
        await _standings(connection, planned, period, lokus),
        await marks_of(connection, planned.week, {one.code for one in lokus}),
    )


def _period(every: Sequence[Period], week: Week, code: str) -> tuple[Period, list[str]]:
    """The one named, or the last of those with a day in the week."""
    touching = [one for one in every if one.touches(week)]
    named = [one for one in touching if one.code == (code or one.code)]
    if not named:
        known = ", ".join(one.code for one in every) or "none"
        which = f"period {code!r}" if code else "a period"
        raise WrongUse(f"no day of {which} is in {week} (periods: {known})", "period.elsewhere")
    return named[-1], [] if code else [one.code for one in named[:-1]]


def _weeks(planned: Plan, period: Period) -> Weeks:
    week = planned.week
    last = week if planned.complete else week.before()
    return Weeks(week, list(_trend(week, period))[::-1], last)


def _trend(week: Week, period: Period) -> Iterator[Week]:
    """Backwards, down to the first week of the period."""
    for _ in range(TREND):
        yield week
        week = week.before()
        if week.last_day < period.first_day:
            return


async def _standings(
    connection: Connection, planned: Plan, period: Period, every: Sequence[Lokus]
) -> list[Standing]:
    """At the end of the week, when it is over; none where nobody works with F-01."""
    if not await versions(connection):
        return []
    office, spans = await office_of(connection, period), planned.spans
    return [
        as_of(await standing_of(connection, office, one), spans[one.instansi.timezone].end * _HOUR)
        for one in every
    ]
