"""What of the counts may be shown (docs/adr/0019): the one place that decides it.

Everything shown of a lokus is a sum over whole batches of at least LEAST answers. Batches share no
answer, so nothing smaller comes out when one shown number is subtracted from another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean

from admin_cli.week_report.counting import Count
from admin_cli.week_report.intervals import Interval, interval
from storage.places import Lokus
from survey_flows.instrument import Aspek, Instrument, Item
from survey_flows.scoring import Tally
from survey_flows.weeks import Week

LEAST = 10


@dataclass(frozen=True, slots=True)
class ItemMean:
    """One item; no `interval` for a mean of means, or where everybody agrees."""

    item: Item
    aspek: Aspek
    mean: Fraction
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of at least LEAST answers. `index` is that of the regulation, on the scale of 1 to 5."""

    n: int
    items: Sequence[ItemMean]
    index: Fraction
    days: Sequence[int]
    bands: Sequence[int]

    def aspek_total(self, aspek: Aspek) -> Fraction:
        """Nilai per aspek = jumlah nilai per indikator, as the regulation has it."""
        return sum((one.mean for one in self.items if one.aspek == aspek), Fraction())

    def aspek_mean(self, aspek: Aspek) -> Fraction:
        """The same on the scale of the items."""
        return self.aspek_total(aspek) / len(aspek.items)


@dataclass(frozen=True, slots=True)
class Point:
    """A week in a trend; no `index` where it is not shown."""

    week: Week
    n: int
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class SoFar:
    """Since the period began: the index of `n` answers, while `waiting` ones are not shown yet."""

    n: int
    waiting: int
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class LokusWeek:
    """What may be known of one lokus in one week; without `figures` only how many answered."""

    lokus: Lokus
    n: int
    figures: Figures | None
    trend: Sequence[Point]
    so_far: SoFar


@dataclass(frozen=True, slots=True)
class Weeks:
    """The `week` looked at, the `shown` ones of the trend, and the `last` one that is over."""

    week: Week
    shown: Sequence[Week]
    last: Week


def released(
    form: Instrument, lokus: Lokus, counts: Mapping[Week, Count], weeks: Weeks
) -> LokusWeek:
    """The counts of one lokus, without what is not to be shown."""
    over = {week: one for week, one in sorted(counts.items()) if week <= weeks.last}
    large = {week: one for week, one in over.items() if one.n >= LEAST}
    now = large.get(weeks.week)
    return LokusWeek(
        lokus,
        _n(counts, weeks.week),
        _figures(form, now) if now else None,
        [_point(counts, large, week) for week in weeks.shown],
        _so_far(list(over.values())),
    )


def together(form: Instrument, every: Iterable[LokusWeek]) -> Figures | None:
    """Of the lokus that are shown, and of no other: each counts the same, however many answered."""
    shown = [one.figures for one in every if one.figures]
    if not shown:
        return None
    items = [
        ItemMean(item, aspek, mean(one.items[at].mean for one in shown))
        for at, (aspek, item) in enumerate(_printed(form))
    ]
    return Figures(
        sum(one.n for one in shown),
        items,
        mean(one.index for one in shown),
        [sum(column) for column in zip(*(one.days for one in shown), strict=True)],
        [sum(column) for column in zip(*(one.bands for one in shown), strict=True)],
    )


def batches(tallies: Iterable[Tally]) -> Iterator[Tally]:
    """A large week is a batch; small ones wait until they are large together. The rest waits on."""
    waiting: list[Tally] = []
    for one in tallies:
        if one.n >= LEAST:
            yield one
            continue
        waiting.append(one)
        if sum(each.n for each in waiting) >= LEAST:
            yield _merged(waiting)
            waiting = []


def _so_far(over: Sequence[Count]) -> SoFar:
    released = list(batches(one.tally for one in over))
    n = sum(one.n for one in released)
    waiting = sum(one.n for one in over) - n
    return SoFar(n, waiting, _merged(released).index if released else None)


def _merged(tallies: Sequence[Tally]) -> Tally:
    items = tallies[0].items
    sums = {item: sum(one.sums.get(item, 0) for one in tallies) for item in items}
    return Tally(items, sum(one.n for one in tallies), sums)


def _figures(form: Instrument, count: Count) -> Figures:
    tally, squares = count.tally, count.squares
    means, index = tally.means, tally.index
    if index is None:
        raise ValueError("nobody has answered")
    items = [
        ItemMean(item, aspek, means[name], interval(tally.n, tally.sums[name], squares[name]))
        for name, (aspek, item) in zip(tally.items, _printed(form), strict=True)
    ]
    return Figures(tally.n, items, index, count.days, count.bands)


def _point(counts: Mapping[Week, Count], large: Mapping[Week, Count], week: Week) -> Point:
    found = large.get(week)
    return Point(week, _n(counts, week), found.tally.index if found else None)


def _n(counts: Mapping[Week, Count], week: Week) -> int:
    return counts[week].n if week in counts else 0


def _printed(form: Instrument) -> list[tuple[Aspek, Item]]:
    return [(aspek, item) for aspek in form.aspek for item in aspek.items]
