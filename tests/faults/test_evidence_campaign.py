"""A short evidence campaign on each push; `make faults-evidence` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.evidence_program import POINTS

ROOT = Path(__file__).parents[2]
CLOSING = re.compile(
    r"albums \d+ · files \d+ · kills \d+ \((\d+) at a step\) · ticked (\d+) · swept \d+"
    r" · missing (\d+) · orphans (\d+) · doubled (\d+) · unsettled (\d+)"
)


def campaign(*words: str) -> tuple[int, list[int]]:
    """Its exit code; kills at a step, ticked, missing, orphans, doubled, unsettled."""
    command = [sys.executable, "-m", "tests.faults.evidence_campaign", "--worlds", "2", *words]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    found = CLOSING.match(done.stdout)
    assert found, done.stderr
    return done.returncode, [int(number) for number in found.groups()]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_albums_killed_at_every_step_lose_and_double_nothing(database: str) -> None:
    words = ("--albums", "4", "--seed", "5", "--database", database)
    code, [steps, ticked, *broken_words] = campaign(*words)
    assert (code, steps, broken_words) == (0, 4 * len(POINTS), [0, 0, 0, 0])
    assert ticked > 8


@pytest.mark.parametrize("order", ["tick-first", "row-first"])
def test_a_wrong_order_is_caught(order: str) -> None:
    code, [_, _, missing, *_] = campaign("--albums", "2", "--seed", "5", "--break", order)
    assert code == 1
    assert missing > 0
