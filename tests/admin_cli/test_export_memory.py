"""However many responses a week has, exporting and verifying it takes no more memory."""

import tracemalloc
from functools import partial
from pathlib import Path

import pytest

from tests.admin_cli.bundles import member
from tests.admin_cli.conftest import Desk
from tests.answering import moment
from tests.scoring.crowd import crowd

MB = 1 << 20
FEW, MANY = 1_000, 10_000
WEEKS = {"2026-W46": (FEW, "2026-11-11 05:00"), "2026-W47": (MANY, "2026-11-18 05:00")}


@pytest.fixture
def crowded(quiet: Desk) -> Desk:
    for size, at in WEEKS.values():
        quiet.store(partial(crowd, lokus="kel", period="2026", at=moment(at), size=size))
    return quiet


def peak(desk: Desk, *words: str) -> int:
    tracemalloc.start()
    desk.done("export", *words)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_ten_times_the_responses_take_no_more_memory(crowded: Desk) -> None:
    crowded.done("export", "week", "2026-W46")  # so that imports do not count
    crowded.done("export", "verify", "pekppp_2026-W46.zip")
    exports = [peak(crowded, "week", week) for week in WEEKS]
    checks = [peak(crowded, "verify", f"pekppp_{week}.zip") for week in WEEKS]
    assert exports[1] < exports[0] + MB, exports
    assert checks[1] < checks[0] + MB, checks
    assert member(Path("pekppp_2026-W47.zip"), "data/f03_responses.csv").count(b"\n") == MANY + 1
