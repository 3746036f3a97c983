"""A short campaign on each push; `make faults-kills` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOSING = re.compile(
    r"kills (\d+) · responses \d+ · acknowledged (\d+) · lost (\d+) · doubled (\d+) · damaged (\d+)"
)


def campaign(*words: str) -> tuple[int, list[int]]:
    """Run one and read its closing line: kills, acknowledged, lost, doubled, damaged."""
    command = [sys.executable, "-m", "tests.faults.campaign", "--worlds", "2", "--citizens", "5"]
    done = subprocess.run(
        [*command, *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    [closing] = done.stdout.splitlines()
    found = CLOSING.match(closing)
    assert found, done.stderr
    return done.returncode, [int(number) for number in found.groups()]


@pytest.mark.parametrize("words", [["--trouble"], ["--database", "postgresql"]], ids=" ".join)
def test_twelve_kills_lose_and_double_nothing(words: list[str]) -> None:
    code, [kills, acknowledged, *broken_words] = campaign("--kills", "12", *words)
    assert (code, kills, broken_words) == (0, 12, [0, 0, 0])
    assert acknowledged > 100


def test_confirming_before_the_commit_is_caught() -> None:
    """Every turn is slowed down before it is stored, so that a kill cannot but lose one."""
    code, [kills, _, lost, *_] = campaign("--kills", "12", "--break", "confirm-first")
    assert (code, kills) == (1, 12)
    assert lost > 0
