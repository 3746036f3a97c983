"""The report of one week as its writers get it: nothing in it has to be hidden any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from statistics import mean

from admin_cli.standings import Standing
from admin_cli.week_report.marks import Marks
from admin_cli.week_report.release import Figures, LokusWeek, together
from storage.periods import Period
from survey_flows.instrument import Instrument
from survey_flows.weeks import Week


@dataclass(frozen=True, slots=True)
class MeanPoint:
    """A week in the trend of all: the mean of the `lokus` that are shown in it."""

    week: Week
    lokus: int
    index: Fraction | None


@dataclass(frozen=True)
class Report:
    """`instansi` is the one it is limited to, if any; `others` are periods of the same days."""

    week: Week
    is_over: bool
    period: Period
    others: Sequence[str]
    instansi: str
    form: Instrument
    lokus: Sequence[LokusWeek]
    standings: Sequence[Standing]
    marks: Marks = field(default_factory=Marks)

    @property
    def shown(self) -> Sequence[LokusWeek]:
        """Those with figures."""
        return [one for one in self.lokus if one.figures]

    @property
    def n(self) -> int:
        """All responses of the week, also of the lokus that are not shown."""
        return sum(one.n for one in self.lokus)

    @cached_property
    def together(self) -> Figures | None:
        """Of the lokus that are shown."""
        return together(self.form, self.lokus)

    @cached_property
    def trend(self) -> Sequence[MeanPoint]:
        """As it was week by week."""
        columns = zip(*(one.trend for one in self.lokus), strict=True)
        found = [(points[0].week, [one.index for one in points if one.index]) for points in columns]
        return [MeanPoint(week, len(every), _mean(every)) for week, every in found]

    @property
    def index_so_far(self) -> Fraction | None:
        """Since the period began: the mean of the lokus that have an index."""
        return _mean([one.so_far.index for one in self.lokus if one.so_far.index is not None])


def _mean(every: Sequence[Fraction]) -> Fraction | None:
    return mean(every) if every else None
