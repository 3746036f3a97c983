"""Robust z: as R's median() and mad() give it, and calm where nothing can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.quality.peers import STRAIGHT_Z, Share, robust_z, share_z

PEERS = st.lists(st.integers(0, 60), min_size=5, max_size=30)


def test_the_formula_is_that_of_iglewicz_and_hoaglin() -> None:
    """The expected values are those of R: median() and mad()."""
    assert robust_z(9.0, [1, 2, 3, 4, 5]) == pytest.approx(4.0469445569, abs=1e-9)
    assert robust_z(0.35, [0.02, 0.1, 0.05, 0.0, 0.03, 0.08]) == pytest.approx(
        6.96973784792, abs=1e-9
    )


def test_few_peers_say_nothing() -> None:
    assert robust_z(9.0, [1, 2, 3, 4]) is None
    assert share_z(Share(1, 10), [Share(0, 10)] * 4) is None
    assert share_z(Share(0, 0), [Share(0, 10)] * 9) is None
    assert robust_z(9.0, [1.0] * 9) is None


def test_one_straight_line_is_no_alarm_where_peers_have_none() -> None:
    none = [Share(0, 50)] * 20
    found = [share_z(Share(marked, 50), none) for marked in (0, 1, 3, 7)]
    assert [one is not None and one > STRAIGHT_Z for one in found] == [False, False, False, True]


@given(PEERS, st.integers(0, 59))
def test_more_is_farther_and_the_order_of_peers_is_nothing(peers: list[int], marked: int) -> None:
    shares = [Share(one, 60) for one in peers]
    low, high = share_z(Share(marked, 60), shares), share_z(Share(marked + 1, 60), shares[::-1])
    assert low is not None
    assert high is not None
    assert low < high
