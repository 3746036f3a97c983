"""Several processes behind one webhook: restarts lose nothing; `make rolling` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOSING = re.compile(
    r"workers 2 · restarts (\d+) · people 6 · responses (\d+) · acknowledged (\d+)"
    r" · lost (\d+) · doubled (\d+) · damaged (\d+)"
)


def test_a_rolling_restart_under_citizens_loses_and_doubles_nothing() -> None:
    words = ["--workers", "2", "--restarts", "1", "--people", "6"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.scale.rolling", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = CLOSING.match(done.stdout)
    assert found, done.stderr
    restarts, responses, acknowledged, *broken = map(int, found.groups())
    assert (done.returncode, restarts, broken) == (0, 2, [0, 0, 0])
    assert responses > 0
    assert acknowledged > 50
