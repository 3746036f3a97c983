"""Drawn p values against exact ones."""

import math
from itertools import combinations, product

import pytest

from survey_flows.quality.bursts import RUSH, burst, burst_p, mean_p
from survey_flows.quality.chance import DRAWS, monte_carlo, numbers, sampled
from survey_flows.quality.rows import Opening
from tests.engine.quality.made import MONDAY, OPENING, row, rows


def exact_burst(most: int, n: int, cells: int) -> float:
    """By trying every way to put `n` into `cells`."""
    ways = list(product(range(cells), repeat=n))
    return sum(max(map(way.count, way)) >= most for way in ways) / len(ways)


@pytest.mark.parametrize(("most", "n", "cells"), [(3, 6, 4), (4, 6, 4), (5, 7, 3), (5, 6, 5)])
def test_a_burst_is_as_likely_as_counting_says(most: int, n: int, cells: int) -> None:
    exact = exact_burst(most, n, cells)
    drawn = [burst_p(most, n, cells * RUSH, f"seed {number}") for number in range(20)]
    off = 5 * math.sqrt(exact * (1 - exact) / DRAWS / 20) + exact * 0.1 + 1 / DRAWS
    assert abs(sum(drawn) / 20 - exact) < off


def test_a_kinder_hour_is_as_likely_as_counting_says() -> None:
    here = [row(number, (mark, mark)) for number, mark in enumerate((5, 5, 4))]
    there = [row(number + 9, (mark, mark), (1, 9)) for number, mark in enumerate((3, 4, 5, 2, 4))]
    scores = [sum(one.answers) for one in here + there]
    sums = [sum(one) for one in combinations(scores, 3)]
    exact = sum(one >= 28 for one in sums) / len(sums)
    drawn = [mean_p(here + there, (MONDAY, 9), f"seed {number}") for number in range(200)]
    found = [one for one in drawn if one is not None]
    assert len(found) == 200
    assert abs(sum(found) / 200 - exact) < exact * 0.15  # 0.05 of it: h / made is on the safe side


def test_thirty_in_one_hour_are_seen_and_thirty_over_ten_days_are_not() -> None:
    stuffed = burst(rows([(5,) * 14] * 30), OPENING, "seed")
    assert stuffed is not None
    assert (stuffed.n, stuffed.mean_p, stuffed.is_joint) == (30, None, False)
    assert stuffed.burst_p < 0.001
    spread = [row(number, (5,) * 14, (number % 10, 8 + number % 7)) for number in range(30)]
    calm = burst(spread, OPENING, "seed")
    assert calm is not None
    assert calm.burst_p > 0.05


def test_a_kind_burst_among_others_is_joint_and_an_unkind_one_is_not() -> None:
    usual = [row(number, (3, 4) * 7, (number % 10, 8 + number % 7)) for number in range(30)]
    for marks, joint in (((5, 5) * 7, True), ((1, 2) * 7, False)):
        came = [row(number + 50, marks, (3, 14)) for number in range(12)]
        found = burst(usual + came, OPENING, "seed")
        assert found is not None
        assert (found.hour, found.burst_p < 0.001, found.is_joint) == (14, True, joint)


def test_the_same_rows_give_the_same_values_in_any_order() -> None:
    some = [row(number, (3, 4) * 7, (number % 9, 8 + number % 5)) for number in range(20)]
    assert burst(some, OPENING, "seed") == burst(some, OPENING, "seed")
    found, turned = burst(some, OPENING, "a"), burst(some[::-1], OPENING, "a")
    assert found is not None
    assert turned is not None
    assert (found.day, found.hour, found.burst_p) == (turned.day, turned.hour, turned.burst_p)
    assert burst([], OPENING, "seed") is None


def test_chance_can_be_had_again_and_is_even() -> None:
    assert numbers("2026|pkm", 2) == (4121496718, 885286611)
    counts = [0] * 10
    for number in numbers("seed", 10_000):
        counts[number % 10] += 1
    assert max(counts) - min(counts) < 200
    assert sorted(sampled(range(9), 9, "seed")) == list(range(9))
    assert set(sampled([1, 2, 3, 4], 2, "seed")) <= {1, 2, 3, 4}


def test_what_happens_often_is_drawn_less() -> None:
    made: set[str] = set()

    def always(seed: str) -> bool:
        made.add(seed)
        return True

    assert monte_carlo(always, "seed") == 1.0
    assert len(made) == 20


def test_hours_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="hours from 16 to 7"):
        Opening(16, 7)
