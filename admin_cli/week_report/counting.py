"""Responses counted by lokus and week. What is counted here is not yet fit to be shown."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.responses import Response
from survey_flows.scoring import Tally
from survey_flows.weeks import Week

_SECONDS = 3600


class Band(NamedTuple):
    """Hours of the day from `first` up to, not including, `end`."""

    first: int
    end: int


BANDS = (Band(0, 8), *(Band(hour, hour + 2) for hour in range(8, 18, 2)), Band(18, 24))


@dataclass(slots=True)
class Count:
    """Of one lokus and week; `days` are counted from Monday, `bands` as in BANDS."""

    tally: Tally
    squares: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    bands: Counter[int] = field(default_factory=Counter)

    def add(self, answers: Mapping[str, str], moment: datetime) -> None:
        """Count one response; `moment` is on the clock of its instansi."""
        self.tally.add(answers)
        self.squares.update({item: int(answers[item]) ** 2 for item in self.tally.items})
        self.days[moment.weekday()] += 1
        self.bands[band_of(moment.hour)] += 1


Counts = dict[str, dict[Week, Count]]


def band_of(hour: int) -> int:
    """Which band an hour is in.

    >>> [band_of(hour) for hour in (0, 7, 8, 9, 17, 18, 23)]
    [0, 0, 1, 1, 5, 6, 6]
    """
    return next(number for number, band in enumerate(BANDS) if hour < band.end)


def local(hour: int, timezone: str) -> datetime:
    """A stored hour on the clock over there."""
    return datetime.fromtimestamp(hour * _SECONDS, ZoneInfo(timezone))


async def count(responses: AsyncIterator[Response], items: Sequence[str]) -> Counts:
    """By code of the lokus, then by week; memory does not grow with the responses."""
    counts: Counts = {}
    async for one in responses:
        if one.is_superseded:
            continue
        moment = local(one.sent_hour, one.timezone)
        weeks = counts.setdefault(one.lokus, {})
        found = weeks.setdefault(Week.of(moment.date()), Count(Tally(items)))
        found.add(one.answers, moment)
    return counts
