"""Lost replies, errors, broken lines and kill -9: the receiver must hold exactly one.

`python -m tests.scoring.campaign --pushes 100` prints one closing line; the short version is
tests/scoring/test_campaign.py.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import SystemRandom

from tests.scoring import pusher
from tests.scoring.world import Outcome, Plan, play


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing is missing, doubled or untrue."""
    given = _arguments(words)
    began = time.monotonic()
    sys.stderr.write(f"seed {given.seed} · {given.worlds} worlds\n")
    with tempfile.TemporaryDirectory(prefix="pushes-") as name:
        plans = [_plan(given, Path(name), number) for number in range(given.worlds)]
        with ProcessPoolExecutor(given.worlds, mp_context=pusher.warm()) as pool:
            outcomes = list(pool.map(play, plans))
    return _close(outcomes, time.monotonic() - began)


def _close(outcomes: Sequence[Outcome], seconds: float) -> int:
    wrong = {
        kind: [line for one in outcomes for line in getattr(one, kind)]
        for kind in ("missing", "doubled", "untrue")
    }
    for kind, lines in wrong.items():
        sys.stderr.writelines(f"{kind}: {line}\n" for line in lines[:5])
    counted = {
        kind: sum(getattr(one, kind) for one in outcomes)
        for kind in ("bundles", "requests", "faults", "kills")
    }
    said = [f"{kind} {number}" for kind, number in counted.items()]
    said += [f"{kind} {len(lines)}" for kind, lines in wrong.items()]
    sys.stdout.write(" · ".join([*said, f"{seconds:.0f} s"]) + "\n")
    return 1 if any(wrong.values()) else 0


def _plan(given: argparse.Namespace, folder: Path, number: int) -> Plan:
    own = folder / f"world-{number}"
    own.mkdir()
    share = given.pushes // given.worlds + (number < given.pushes % given.worlds)
    return Plan(own, share, given.seed + number, given.kills, given.spoil)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scoring.campaign", description=__doc__)
    parser.add_argument("--pushes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--worlds", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--kills", type=float, default=0.5, help="share of pushers that are killed")
    parser.add_argument("--break", dest="spoil", choices=["", "believe"], default="")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
