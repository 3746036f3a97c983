"""Longstring and IRV are those of R's careless, to the last digit that means something."""

import statistics
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.quality.vectors import irv, is_straight, longstring, mean, top_share

SET = Path(__file__).parent / "careless.tsv"
CLOSE = 1e-9
ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=30)


def test_the_fixed_set_gives_what_r_gives() -> None:
    lines = SET.read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        spelled, longest, spread = line.split("\t")
        answers = [int(one) for one in spelled.split()]
        assert longstring(answers) == int(longest), line
        found = irv(answers)
        assert found is not None
        assert abs(found - float(spread)) < CLOSE, line
    assert len(lines) == 111


def test_a_thousand_random_matrices_agree_with_independent_implementations() -> None:
    chance = np.random.default_rng(20261122)
    for _ in range(1000):
        shape = chance.integers(1, 12), chance.integers(2, 20)
        matrix = chance.integers(1, 6, shape)
        spreads = matrix.std(axis=1, ddof=1)
        for answers, spread in zip(matrix.tolist(), spreads, strict=True):
            found = irv(answers)
            assert found is not None
            assert abs(found - spread) < CLOSE
            assert abs(found - statistics.stdev(answers)) < CLOSE
            assert longstring(answers) == by_text(answers)


def by_text(answers: list[int]) -> int:
    """The longest run, found by looking for longer and longer ones."""
    text = "".join(map(str, answers))
    return max(size for size in range(1, len(text) + 1) if any(one * size in text for one in text))


@given(ANSWERS)
def test_the_order_matters_to_the_run_and_to_nothing_else(answers: list[int]) -> None:
    ordered = sorted(answers)
    assert longstring(ordered) >= longstring(answers)
    assert longstring(answers) == longstring(answers[::-1])
    assert irv(ordered) == irv(answers)
    assert longstring(ordered) == round(top_share(answers) * len(answers))
    assert mean(ordered) == mean(answers)


@given(ANSWERS)
def test_a_straight_line_is_what_does_not_vary(answers: list[int]) -> None:
    straight = is_straight(answers)
    assert straight == (irv(answers) == 0) == (longstring(answers) == len(answers))
    assert straight == (top_share(answers) == 1)


@given(ANSWERS)
def test_the_scale_may_be_turned_round(answers: list[int]) -> None:
    turned = [6 - one for one in answers]
    assert irv(turned) == irv(answers)
    assert longstring(turned) == longstring(answers)
    assert abs(mean(turned) + mean(answers) - 6) < CLOSE


def test_one_answer_alone_has_no_spread() -> None:
    assert irv([4]) is None
    assert longstring([4]) == 1
