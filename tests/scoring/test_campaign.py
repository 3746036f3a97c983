"""A short campaign of pushes on each push; `python -m tests.scoring.campaign` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOSING = re.compile(
    r"bundles (\d+) · requests (\d+) · faults \d+ · kills (\d+)"
    r" · missing (\d+) · doubled (\d+) · untrue (\d+) · "
)


def campaign(*words: str) -> tuple[int, list[int]]:
    """Its exit code; bundles, requests, kills, missing, doubled, untrue."""
    command = [sys.executable, "-m", "tests.scoring.campaign", "--seed", "7", *words]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    found = CLOSING.match(done.stdout)
    assert found, done.stderr
    return done.returncode, [int(number) for number in found.groups()]


def test_the_receiver_holds_exactly_one_and_history_tells_the_truth() -> None:
    code, [bundles, requests, kills, *wrong] = campaign("--pushes", "4", "--worlds", "1")
    assert (code, bundles, wrong) == (0, 4, [0, 0, 0])
    assert requests > 4
    assert kills > 0


def test_a_pusher_that_believes_what_it_hopes_is_caught() -> None:
    words = ("--pushes", "2", "--worlds", "1", "--kills", "0", "--break", "believe")
    code, [_, _, _, _, _, untrue] = campaign(*words)
    assert code == 1
    assert untrue > 0
