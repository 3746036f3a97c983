"""Which week a bundle is about, and which hours that is in each time zone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from admin_cli.door import WrongUse
from storage.responses import Span
from survey_flows.weeks import UnknownWeek, Week, first_hour

SETTLING = timedelta(minutes=5)
"""An answer sent just before midnight may still be on its way into the database."""

_DAY = timedelta(days=1)
_FIRST_YEAR = 1970  # hours are counted from here


@dataclass(frozen=True, slots=True)
class Plan:
    """`complete` once the week is over everywhere; until then the bundle is provisional."""

    week: Week
    complete: bool
    zones: Collection[str]

    @property
    def spans(self) -> Mapping[str, Span]:
        """The hours of the week in each time zone."""
        return {zone: self._span(ZoneInfo(zone)) for zone in self.zones}

    @property
    def spans_so_far(self) -> Mapping[str, Span]:
        """All hours up to the end of the week."""
        return {zone: Span(0, span.end) for zone, span in self.spans.items()}

    def _span(self, zone: ZoneInfo) -> Span:
        following = self.week.last_day + _DAY
        return Span(first_hour(self.week.first_day, zone), first_hour(following, zone))


def plan(wanted: str, moment: datetime, zones: Collection[str], *, last: bool) -> Plan:
    """The week in `wanted`, or the running or `last` finished one; raises UnknownWeek, WrongUse."""
    settled = moment - SETTLING
    weeks = [Week.of(settled.astimezone(ZoneInfo(zone)).date()) for zone in zones]
    running = min(weeks)
    if not wanted:
        week = running.before() if last else running
    elif last:
        raise WrongUse("give a week or --last, not both")
    else:
        week = Week.read(wanted)
        if week.year < _FIRST_YEAR:
            raise UnknownWeek(wanted)
    if week > max(weeks):
        raise WrongUse(f"{week} has not begun: the running week is {running}", "week.future")
    return Plan(week, week < running, tuple(sorted(zones)))
