"""Speed is spoken of only where the clock can be trusted."""

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.quality.rows import Measures
from survey_flows.quality.timing import Pace, pace, pooled_median, rsi

GAPS = st.lists(
    st.none() | st.sampled_from([9, 10, 19, 20]) | st.integers(0, 900), max_size=14
).map(tuple)


@given(GAPS, st.integers(0, 10_000), st.sampled_from([False, None]))
def test_without_a_valid_clock_there_is_no_timing_flag(
    gaps: tuple[int | None, ...], seconds: int, valid: bool | None
) -> None:
    assert set(astuple(pace(Measures(gaps, seconds, valid)))) == {None}


@given(GAPS, st.integers(0, 10_000))
def test_what_is_faster_than_a_second_is_faster_than_two(
    gaps: tuple[int | None, ...], seconds: int
) -> None:
    found = pace(Measures(gaps, seconds, timing_valid=True))
    measured = [one for one in gaps if one is not None]
    assert found.total == seconds
    if not measured:
        assert found == Pace(total=seconds)
        return
    assert found.under_2s == sum(one < 20 for one in measured)
    assert found.under_1s == sum(one < 10 for one in measured)
    assert found.item_median is not None
    assert min(measured) <= found.item_median * 10 <= max(measured)


def test_speed_is_held_against_thirty_or_against_nobody() -> None:
    timed = [Measures(seconds=100 + number, timing_valid=True) for number in range(29)]
    queued = Measures(seconds=1, timing_valid=False)
    assert pooled_median([*timed, queued]) is None
    assert pooled_median([*timed, Measures(seconds=200, timing_valid=True)]) == 114.5
    assert rsi(0, 100.0) == 100.0  # all taps within one second
