"""The index F-03: exact, the same in any order, and equal to what a person works out by hand."""

from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.scoring import decimal_text, tally

ITEMS = tuple(f"i{number:02}" for number in range(1, 15))
marks = st.integers(1, 5).map(str)
responses = st.lists(st.fixed_dictionaries(dict.fromkeys(ITEMS, marks)), min_size=1, max_size=30)


@given(responses)
def test_means_and_index_are_those_of_another_formula(given_marks: list[dict[str, str]]) -> None:
    counted = tally(ITEMS, given_marks)
    means = [fmean(float(one[item]) for one in given_marks) for item in ITEMS]
    assert [float(counted.means[item]) for item in ITEMS] == pytest.approx(means)
    assert counted.index is not None
    assert float(counted.index) == pytest.approx(fmean(means))
    assert counted.n == len(given_marks)


@given(responses, st.data())
def test_the_order_of_the_responses_does_not_matter(
    given_marks: list[dict[str, str]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(given_marks))
    assert tally(ITEMS, given_marks) == tally(ITEMS, shuffled)


def test_an_example_worked_by_hand() -> None:
    """Two citizens, two items: (4+2)/2 = 3 and (5+4)/2 = 4.5; the index is 7.5 / 2 = 3.75."""
    counted = tally(["i01", "i02"], [{"i01": "4", "i02": "5"}, {"i01": "2", "i02": "4"}])
    assert counted.means == {"i01": Fraction(3), "i02": Fraction(9, 2)}
    assert decimal_text(counted.index or Fraction(), 2) == "3.75"


def test_fourteen_different_marks_by_hand() -> None:
    """1 to 5 twice and 1 to 4: 15 + 15 + 10 = 40, and 40 / 14 = 2.857142..."""
    given_marks = {item: str(number % 5 + 1) for number, item in enumerate(ITEMS)}
    index = tally(ITEMS, [given_marks]).index
    assert index == Fraction(40, 14)
    assert decimal_text(index, 6) == "2.857143"


def test_nobody_answered_is_no_zero() -> None:
    counted = tally(ITEMS, [])
    assert (counted.n, counted.means, counted.index) == (0, {}, None)


def test_a_response_with_a_gap_is_an_error_not_a_zero() -> None:
    with pytest.raises(KeyError):
        tally(ITEMS, [{"i01": "4"}])


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(99_995, 10_000), 3, "10.000"),
        (Fraction(5), 1, "5.0"),
        (Fraction(0), 3, "0.000"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(49, 1000), 1, "0.0"),
    ],
)
def test_numbers_are_rounded_half_up(value: Fraction, places: int, text: str) -> None:
    assert decimal_text(value, places) == text


@given(st.fractions(0, 5), st.integers(1, 10))
def test_rounding_is_never_off_by_more_than_half_a_step(value: Fraction, places: int) -> None:
    rounded = Fraction(decimal_text(value, places))
    assert abs(rounded - value) <= Fraction(1, 2 * 10**places)
