"""Simulated power cuts of the whole bot: what was told before each must be there after it.

`python -m tests.faults.power.campaign --cuts 2000` records what the program writes (strace), then
cuts the power at chosen steps of the recording and opens what is left. docs/faults.md says more.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from tests.faults.findings import close
from tests.faults.indoors import House
from tests.faults.power import photos
from tests.faults.power.disk import Noted
from tests.faults.power.program import BREAKS
from tests.faults.power.recording import Reader, Recording, command
from tests.faults.power.verdict import Found, judge

ROOT = Path(__file__).parents[3]
_LIMIT = 300.0
_AT_A_WORD = 0.5  # share of cuts right after something was told


@dataclass(frozen=True)
class Cut:
    """The power goes before step `at`; `chance` says what of the rest survives."""

    at: int
    chance: int


@dataclass(frozen=True)
class Plan:
    """One process's share: the same recording, other cuts."""

    house: House
    folder: Path
    cuts: tuple[Cut, ...]


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if nothing was lost, doubled or damaged."""
    given = _arguments(words)
    began = time.monotonic()
    if not shutil.which("strace"):
        sys.stderr.write("strace is not here: scripts/system-packages installs it\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="power-") as name:
        found = [one for number in range(given.recordings) for one in _play(given, name, number)]
    told = sum(one.told for one in found)
    bad = sum(not one.is_clean for one in found)
    return close(began, found, {"cuts": len(found), "told": told}, {"bad cuts": bad})


def _play(given: argparse.Namespace, name: str, number: int) -> list[Found]:
    folder = Path(name) / f"recording-{number}"
    house = House(folder / "house", given.seed + number)
    asyncio.run(photos.furnish(house))
    shutil.copytree(house.folder, folder / "before")
    record(house, given.seconds, given.spoil)
    steps = _recorded(house, folder).steps
    share = given.cuts // given.recordings
    cuts = sorted(_cuts(steps, share, Random(given.seed + number)), key=lambda one: one.at)
    plans = [
        Plan(house, folder, tuple(cuts[worker :: given.workers])) for worker in range(given.workers)
    ]
    with ProcessPoolExecutor(given.workers, mp_context=get_context("forkserver")) as pool:
        return [one for found in pool.map(cut_all, plans) for one in found]


def record(house: House, seconds: float, spoil: str) -> None:
    """Run the program in its folder under strace."""
    program = [sys.executable, "-m", "tests.faults.power.program", str(house.folder)]
    done = subprocess.run(
        [*command(house.folder.parent / "log"), *program, str(house.seed), str(seconds), spoil],
        cwd=house.folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC"},
        capture_output=True,
        text=True,
        timeout=_LIMIT + seconds,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def _recorded(house: House, folder: Path) -> Recording:
    """Steps from the log, names as they were in the running house."""
    shutil.rmtree(house.folder, ignore_errors=True)
    shutil.copytree(folder / "before", house.folder)
    with (folder / "log").open(encoding="ascii") as log:
        return Reader(house.folder, house.journal).read(log)


def _cuts(steps: Sequence[object], count: int, chance: Random) -> Iterator[Cut]:
    """Anywhere, and as often right after a word: that is when a promise is youngest."""
    told = [number for number, one in enumerate(steps) if isinstance(one, Noted)]
    for _ in range(count):
        is_at_a_word = told and chance.random() < _AT_A_WORD
        at = chance.choice(told) + 1 if is_at_a_word else chance.randrange(1, len(steps) + 1)
        yield Cut(at, chance.randrange(1 << 32))


def cut_all(plan: Plan) -> list[Found]:
    """Go through the recording once, and cut wherever a cut is due."""
    recording = _recorded_again(plan)
    meant = _meant(plan.house)
    noted: list[str] = []
    found: list[Found] = []
    done = 0
    for cut in plan.cuts:
        for number in range(done, cut.at):
            step = recording.steps[number]
            recording.disk.take(number, step)
            noted += [step.line] if isinstance(step, Noted) else []
        done = max(done, cut.at)
        with tempfile.TemporaryDirectory(dir=plan.folder) as name:
            house = House(Path(name), plan.house.seed)
            recording.disk.after_cut(house.folder, Random(cut.chance))
            found.append(asyncio.run(judge(house, noted, meant)))
    return found


def _recorded_again(plan: Plan) -> Recording:
    with (plan.folder / "log").open(encoding="ascii") as log:
        return Reader(plan.house.folder, plan.house.journal).read(log)


def _meant(house: House) -> dict[str, Any]:
    """The last line of the journal: all that people meant."""
    last: dict[str, Any] = json.loads(house.journal.read_text().splitlines()[-1])
    return last


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.power.campaign")
    parser.add_argument("--cuts", type=int, default=2000)
    parser.add_argument("--recordings", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=15.0, help="of each recording")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--break", dest="spoil", choices=["", *BREAKS], default="")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
