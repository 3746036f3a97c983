"""The long tests come first, and none is lost or doubled by that."""

from dataclasses import dataclass

import pytest

from tests.house.tree import ROOT
from tests.order import LONG, longest_first


@dataclass(frozen=True)
class Fake:
    nodeid: str


def some(number_of_long: int, number_of_short: int) -> list[Fake]:
    short = [Fake(f"tests/bot/test_x.py::test_{number}") for number in range(number_of_short)]
    return short + [Fake(f"tests/faults/test_x.py::test_{n}") for n in range(number_of_long)]


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("long", "short"), [(0, 0), (0, 9), (5, 0), (5, 40), (11, 3)])
def test_no_test_is_lost_or_doubled(workers: int, long: int, short: int) -> None:
    items = some(long, short)
    ordered = longest_first(items, workers)
    assert sorted(one.nodeid for one in ordered) == sorted(one.nodeid for one in items)


def test_every_worker_begins_with_its_share_of_the_long_ones() -> None:
    ordered = longest_first(some(8, 92), workers=4)
    fronts = [ordered[start : start + 2] for start in (0, 25, 50, 75)]
    assert all(one.nodeid.startswith("tests/faults/") for front in fronts for one in front)


def test_a_file_named_first_runs_first() -> None:
    items = [Fake(f"{start}test_x.py") for start in reversed(LONG) if start.endswith("/")]
    assert [one.nodeid for one in longest_first(items, 1)] == [one.nodeid for one in items[::-1]]


@pytest.mark.parametrize("start", LONG)
def test_what_is_called_long_exists(start: str) -> None:
    assert (ROOT / start).exists()
