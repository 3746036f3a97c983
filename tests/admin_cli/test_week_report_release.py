"""What may be shown: batches of ten, and nothing that subtraction brings to light."""

import statistics
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from admin_cli.week_report.counting import Count, hour_at
from admin_cli.week_report.intervals import interval
from admin_cli.week_report.release import LEAST, LokusWeek, SoFar, Weeks, batches, released
from storage.places import Instansi, Lokus
from survey_flows.scoring import tally
from survey_flows.weeks import Week
from tests.answering import FORM, ITEMS, marks

PLACE = Lokus(1, "pkm", "Puskesmas", Instansi(1, "kota", "Kota", "Asia/Makassar"))
WEEKS = [Week(2026, number) for number in range(1, 40)]
SIZES = st.lists(st.integers(0, 25), min_size=1, max_size=20)


def counted(n: int, mark: int = 4) -> Count:
    made = Count(ITEMS)
    for _ in range(n):
        made.add(marks(mark).values(), hour_at(500_000, "Asia/Makassar"))
    return made


def seen(sizes: Sequence[int], at: int, marked: Sequence[int] = ()) -> LokusWeek:
    """The report of the week with that number, of so many answers in each week."""
    every = zip(WEEKS, sizes, marked or [4] * len(sizes), strict=False)
    counts = {week: counted(n, mark) for week, n, mark in every if n}
    return released(FORM, PLACE, counts, Weeks(WEEKS[at], WEEKS[: at + 1], WEEKS[at]))


@settings(deadline=None, max_examples=40)
@given(SIZES)
def test_batches_are_large_and_share_nothing(sizes: list[int]) -> None:
    found = [one.n for one in batches(counted(n).tally for n in sizes)]
    assert all(n >= LEAST for n in found)
    assert sum(sizes) - sum(found) < LEAST


@settings(deadline=None, max_examples=40)
@given(SIZES)
def test_no_difference_of_two_reports_is_about_fewer_than_ten(sizes: list[int]) -> None:
    """Since the period began, this week and last, less the week itself, which is shown too."""
    reports = [seen(sizes, at) for at in range(len(sizes))]
    shown = [one.figures.n if one.figures else 0 for one in reports]
    grown = [after.so_far.n - before.so_far.n for before, after in pairwise(reports)]
    for difference, week in zip(grown, shown[1:], strict=True):
        assert difference - week == 0 or difference - week >= LEAST
    for before, after in pairwise(accumulate(shown)):
        assert after - before == 0 or after - before >= LEAST


def test_a_small_week_next_to_large_ones_stays_hidden() -> None:
    """10, 3 and 12 answers: 25 less 22 would be the three."""
    first = seen([10, 3, 12], 2, marked=[4, 1, 4])
    assert first.so_far == SoFar(22, 3, first.so_far.index)
    assert first.so_far == seen([10, 3, 12], 2, marked=[4, 5, 4]).so_far
    fourth = seen([10, 3, 12, 7], 3)
    assert fourth.so_far.n == 32
    assert fourth.figures is None


def test_nine_are_hidden_and_ten_are_shown() -> None:
    assert seen([9], 0).figures is None
    ten = seen([10], 0).figures
    assert ten is not None
    assert (ten.n, ten.index) == (10, Fraction(4))


def test_a_week_that_is_not_over_is_hidden_also_in_the_sum() -> None:
    counts = {WEEKS[0]: counted(10), WEEKS[1]: counted(30, mark=1)}
    found = released(FORM, PLACE, counts, Weeks(WEEKS[1], WEEKS[:2], WEEKS[0]))
    assert (found.n, found.figures) == (30, None)
    assert found.so_far == SoFar(10, 0, tally(ITEMS, [marks(4)]).index)
    assert [one.index for one in found.trend] == [4, None]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=10, max_size=60))
def test_the_interval_is_that_of_students_t(answers: list[int]) -> None:
    found = interval(len(answers), sum(answers), sum(one * one for one in answers))
    if len(set(answers)) == 1:
        assert found is None
        return
    assert found is not None
    mean, error = statistics.fmean(answers), statistics.stdev(answers) / len(answers) ** 0.5
    # between the t of 9 and that of infinitely many degrees of freedom
    assert max(1, mean - 2.2622 * error) - 1e-9 <= found.low <= max(1, mean - 1.9599 * error)
    assert min(5, mean + 1.9599 * error) <= found.high <= min(5, mean + 2.2622 * error) + 1e-9


def test_an_interval_from_a_textbook() -> None:
    """Ten answers, t = 2.262: 3.5 ± 2.262 · 1.0801 / √10."""
    answers = [2, 3, 3, 4, 4, 5, 2, 3, 4, 5]
    found = interval(10, sum(answers), sum(one * one for one in answers))
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (2.727, 4.273)
    assert interval(10, 50, 250) is None
