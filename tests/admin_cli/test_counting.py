"""Answers counted by column are counted as one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin_cli.week_report import counting
from admin_cli.week_report.counting import Count, hour_at, together
from survey_flows.scoring import tally
from tests.answering import ITEMS, marks

HOUR = hour_at(500_000, "Asia/Makassar")
MARKS = st.lists(st.tuples(*[st.integers(1, 5)] * len(ITEMS)), max_size=12)


def counted(every: list[tuple[int, ...]]) -> Count:
    made = Count(ITEMS)
    for one in every:
        made.add(map(str, one), HOUR)
    return made


@given(MARKS)
@settings(max_examples=30)
def test_sums_are_those_of_one_response_after_the_other(every: list[tuple[int, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_ENOUGH", 5 * len(ITEMS))
        made = counted(every)
    assert made.tally == tally(ITEMS, [marks(*one) for one in every])
    columns = zip(*every, strict=True) if every else [()] * len(ITEMS)
    assert [*made.squares.values()] == [sum(one * one for one in column) for column in columns]
    assert (made.n, sum(made.days), sum(made.bands)) == (len(every),) * 3


def test_several_weeks_are_one() -> None:
    whole = tally(ITEMS, [marks(4), marks(5)])
    assert together(ITEMS, [counted([(4,) * 14]), Count(ITEMS), counted([(5,) * 14])]) == whole
    assert together(ITEMS, [Count(ITEMS)]) == tally(ITEMS, [])


@pytest.mark.parametrize("wrong", ["6", "0", "x", "", "10"])
def test_an_answer_that_is_no_mark_is_refused(wrong: str) -> None:
    made = Count(ITEMS)
    made.add((*["4"] * 13, wrong), HOUR)
    with pytest.raises(ValueError, match="no mark"):
        _ = made.tally
