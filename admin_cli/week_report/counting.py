"""Responses counted by lokus and week. What is counted here is not yet fit to be shown."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from operator import add
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.responses import Response
from survey_flows.scoring import Tally
from survey_flows.sealed_answers import reader
from survey_flows.weeks import Week

_SECONDS = 3600
_MARKS = range(1, 6)
_ENOUGH = 2000  # letters of answers that are counted together


class Band(NamedTuple):
    """Hours of the day from `first` up to, not including, `end`."""

    first: int
    end: int


BANDS = (Band(0, 8), *(Band(hour, hour + 2) for hour in range(8, 18, 2)), Band(18, 24))
_DAYS = 7


class Hour(NamedTuple):
    """A stored hour on the calendar of its instansi; `week` as it is written."""

    week: str
    day: str
    weekday: int
    band: int
    moment: datetime


@dataclass(slots=True)
class Count:
    """Of one lokus and week; `days` are counted from Monday, `bands` as in BANDS.

    Answers wait as text, a letter for each item, until there are enough to count them by column.
    """

    items: Sequence[str]
    n: int = 0
    days: list[int] = field(default_factory=lambda: [0] * _DAYS)
    bands: list[int] = field(default_factory=lambda: [0] * len(BANDS))
    _waiting: str = ""
    _marks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._marks = [0] * (len(self.items) * len(_MARKS))

    def add(self, answers: Iterable[str], hour: Hour) -> None:
        """Count one response: its answers in the order of the items."""
        self.n += 1
        self.days[hour.weekday] += 1
        self.bands[hour.band] += 1
        self._waiting += "".join(answers)
        if len(self._waiting) > _ENOUGH:
            self._settle()

    @property
    def tally(self) -> Tally:
        """The sums of the answers; none while nobody has answered."""
        return Tally(self.items, self.n, self._sums(1) if self.n else {})

    @property
    def squares(self) -> Mapping[str, int]:
        """The sums of their squares."""
        return self._sums(2)

    def _sums(self, power: int) -> dict[str, int]:
        self._settle()
        found = iter(self._marks)
        return {item: sum(next(found) * mark**power for mark in _MARKS) for item in self.items}

    def _settle(self) -> None:
        """Raises ValueError for an answer that is no mark: sums would be too small."""
        wide, wanted = len(self.items), self.n * len(self.items)
        is_whole = sum(self._marks) + len(self._waiting) == wanted
        columns = (self._waiting[at::wide] for at in range(wide))
        found = (column.count(str(mark)) for column in columns for mark in _MARKS)
        self._marks = list(map(add, self._marks, found))
        self._waiting = ""
        if not is_whole or sum(self._marks) != wanted:
            raise ValueError("an answer that is no mark from 1 to 5")


Counts = defaultdict[tuple[str, str, str], Count]
"""By lokus, period and week, as they are written."""


def none_yet(items: Sequence[str]) -> Counts:
    """Counts over these items, before anybody has answered."""
    return defaultdict(partial(Count, items))


def together(items: Sequence[str], every: Iterable[Count]) -> Tally:
    """Several weeks as one."""
    tallies = [one.tally for one in every if one.n]
    sums = {item: sum(one.sums[item] for one in tallies) for item in items if tallies}
    return Tally(items, sum(one.n for one in tallies), sums)


def by_week(counts: Counts, period: str) -> Mapping[str, Mapping[Week, Count]]:
    """Those of one period, by lokus."""
    found: dict[str, dict[Week, Count]] = defaultdict(dict)
    for (lokus, of_period, week), one in counts.items():
        if of_period == period:
            found[lokus][Week.read(week)] = one
    return found


def band_of(hour: int) -> int:
    """Which band an hour is in.

    >>> [band_of(hour) for hour in (0, 7, 8, 9, 17, 18, 23)]
    [0, 0, 1, 1, 5, 6, 6]
    """
    return next(number for number, band in enumerate(BANDS) if hour < band.end)


def local(hour: int, timezone: str) -> datetime:
    """A stored hour on the clock over there."""
    return datetime.fromtimestamp(hour * _SECONDS, ZoneInfo(timezone))


@cache
def hour_at(hour: int, timezone: str) -> Hour:
    """A stored hour on the calendar over there; a year has fewer of them than responses.

    >>> hour_at(500_000, "Asia/Makassar")[:4]
    ('2027-W02', '2027-01-15', 4, 5)
    """
    moment = local(hour, timezone)
    day = moment.date()
    band = band_of(moment.hour)
    return Hour(str(Week.of(day)), day.isoformat(), day.weekday(), band, moment)


async def count(responses: AsyncIterator[Sequence[Response]], items: Sequence[str]) -> Counts:
    """All that stand; memory does not grow with the responses."""
    counts, read = none_yet(items), reader(items)
    async for some in responses:
        for one in some:
            if not one.is_superseded:
                hour = hour_at(one.sent_hour, one.timezone)
                counts[one.lokus, one.period, hour.week].add(read(one.opening)[0], hour)
    return counts
