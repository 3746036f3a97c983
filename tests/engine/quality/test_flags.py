"""Each response gets its values, whatever it looks like; each lokus too."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.quality.beyond import beyond, beyond_lokus
from survey_flows.quality.circumstances import Days, is_outside, is_staff_account, seen
from survey_flows.quality.denominators import Given, Rechecked, coverage, rechecked
from survey_flows.quality.per_lokus import lokus_flags
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Backcheck, Marks, Measures, Row, Seen
from tests.engine.quality.made import OPENING, row, rows

PLACE = ("pkm", "2026")
VARIED = (5, 3, 4, 5, 5, 2, 4, 4, 3, 5, 5, 4, 4, 2)
FAST = Measures((8,) * 14, 12, timing_valid=True)
SLOW = Measures((60,) * 14, 90, timing_valid=True)
MARKS = st.builds(
    Marks,
    st.none() | st.integers(0, 2),
    st.none() | st.sampled_from(Seen),
    st.none() | st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(Backcheck),
)
MEASURES = st.builds(
    Measures,
    st.just(()) | st.tuples(*[st.none() | st.integers(0, 90)] * 4),
    st.none() | st.integers(0, 900),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
)
ROWS = st.lists(
    st.builds(
        Row,
        st.uuids().map(str),
        st.sampled_from(["pkm", "kel", "x"]),
        st.just("2026"),
        st.dates(date(2026, 11, 1), date(2026, 11, 9)),
        st.integers(0, 23),
        st.tuples(*[st.integers(1, 5)] * 4),
        MEASURES,
        MARKS,
    ),
    max_size=12,
    unique_by=lambda one: one.response_id,
)


@settings(max_examples=40)
@given(ROWS)
def test_no_row_is_dropped_and_no_row_fails(every: list[Row]) -> None:
    found = flags_of(every, OPENING)
    assert set(found) == {one.response_id for one in every}
    for one in every:
        flags = found[one.response_id]
        assert flags.superseded == one.marks.superseded
        assert "on_site" in flags.columns()
        beyond(flags, len(one.answers))
        if not one.measures.timing_valid:
            timed = (flags.t_item_med, flags.n_lt_2s, flags.n_lt_1s, flags.t_total, flags.rsi)
            assert set(timed) == {None}
    places = lokus_flags(every, OPENING)
    assert sum(one.n + one.superseded for one in places.values()) == len(every)
    for place in places.values():
        beyond_lokus(place)


def test_values_of_one_response() -> None:
    marks = Marks(2, Seen.WEEK, staff_account=True, backcheck=Backcheck.STAFF)
    quick = row(0, (5,) * 14, measures=FAST, marks=marks)
    others = [row(one, VARIED, measures=SLOW) for one in range(1, 31)]
    flags = flags_of([quick, *others], OPENING)["0000"]
    assert flags.columns() == {
        "t_item_med": 0.8,
        "n_lt_2s": 14,
        "n_lt_1s": 14,
        "t_total": 12,
        "rsi": 7.5,
        "longstring": 14,
        "irv": 0.0,
        "top_share": 1.0,
        "mean": 5.0,
        "dup_group": 1,
        "maxmatch": 5 / 14,
        "outside_hours": False,
        "acct_seen": "1-7",
        "staff_account": True,
        "superseded": False,
        "assurance": 2,
        "on_site": None,
        "backcheck": "staff",
        "timing_valid": True,
    }
    marked = {name for name, is_beyond in beyond(flags, 14).items() if is_beyond}
    assert marked == {"t_item_med", "n_lt_1s", "rsi", "longstring", "staff_account", "backcheck"}


def test_copies_that_vary_are_marked_and_contented_twins_are_not() -> None:
    found = flags_of(rows([VARIED] * 3 + [(5,) * 14] * 9), OPENING)
    assert beyond(found["0000"], 14)["dup_group"]
    assert not beyond(found["0005"], 14)["dup_group"]
    assert found["0005"].dup_group == 9


def test_what_was_measured_outranks_what_is_worked_out() -> None:
    late = row(0, VARIED, (0, 22))
    said = replace(late, response_id="1", measures=Measures(outside_hours=False))
    found = flags_of([late, said], OPENING)
    assert (found["0000"].outside_hours, found["1"].outside_hours) == (True, False)
    assert is_outside(date(2026, 11, 16), 16, OPENING)


def test_superseded_rows_are_counted_apart() -> None:
    replaced = [row(one, (5,) * 14, marks=Marks(superseded=True)) for one in range(5)]
    stands = [row(one + 5, VARIED, (one, 9)) for one in range(6)]
    found = lokus_flags(replaced + stands, OPENING)[PLACE]
    assert (found.n, found.superseded, found.largest_copy) == (6, 5, 6)
    assert found.sl is not None
    assert found.sl.share == (0, 6)


def test_a_lokus_is_held_against_its_peers() -> None:
    peers = [
        replace(one, lokus=f"peer {number}", response_id=f"{number}/{one.response_id}")
        for number in range(6)
        for one in rows([VARIED] * 29 + [(5,) * 14])
    ]
    stuffed = rows([VARIED] * 30 + [(5,) * 14] * 15)
    found = lokus_flags(peers + stuffed, OPENING)
    said = beyond_lokus(found[PLACE])
    assert (said["sl_share_z"], said["irv_share_z"], said["fast_share_z"]) == (True, False, None)
    assert not beyond_lokus(found["peer 1", "2026"])["sl_share_z"]


def test_coverage_and_backcheck_of_a_lokus() -> None:
    said = [Backcheck.SELF] * 6 + [Backcheck.ASSISTED, Backcheck.STAFF] + [Backcheck.ASKED] * 2
    asked = [row(number, VARIED, marks=Marks(backcheck=one)) for number, one in enumerate(said)]
    found = lokus_flags(asked, OPENING, {PLACE: Given(tickets=8)})[PLACE]
    assert found.coverage == 1.25
    assert found.backcheck == Rechecked(10, 8, 1, 1)
    assert (found.backcheck.assisted_share, found.backcheck.staff_share) == (0.125, 0.125)
    marked = beyond_lokus(found)
    assert (marked["coverage"], marked["backcheck"]) == (True, True)


@pytest.mark.parametrize(
    ("n", "tickets", "is_beyond"), [(19, 100, True), (20, 100, False), (100, 100, False)]
)
def test_coverage_between_its_two_ends_is_calm(n: int, tickets: int, is_beyond: bool) -> None:
    every = rows([VARIED] * n)
    found = lokus_flags(every, OPENING, {PLACE: Given(tickets)})[PLACE]
    assert beyond_lokus(found)["coverage"] is is_beyond


def test_what_is_not_known_is_not_nothing() -> None:
    found = lokus_flags(rows([VARIED] * 3), OPENING)[PLACE]
    assert (found.coverage, found.backcheck, found.fast) == (None, None, None)
    assert coverage(3, Given(tickets=0)) is None
    assert rechecked([]) is None
    assert seen(None) is None


def test_a_post_that_begins_after_the_answer_is_known_in_hindsight() -> None:
    period = Days(date(2026, 11, 1), date(2026, 12, 31))
    before = Days(date(2025, 1, 1), date(2026, 10, 31))
    assert not is_staff_account([before], period)
    assert is_staff_account([before, Days(date(2026, 12, 31))], period)
    assert is_staff_account([Days(date(2025, 1, 1))], period)
    assert not is_staff_account([Days(date(2027, 1, 1))], period)
