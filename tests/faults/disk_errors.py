"""A disk that is full, or fails: a write or sync of the database is refused once, or many times.

`python -m tests.faults.disk_errors --fault EIO --tries 500` lets the whole bot work among people; a
library between it and the kernel (gcc makes it) refuses the N-th call that changes the disk,
another N in each try. The bot must go on by itself, and what the chats showed must be there.
"""

import argparse
import asyncio
import ctypes
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random, SystemRandom
from unittest.mock import patch

from storage.evidence_store.folder import FolderStore
from tests.faults import lean
from tests.faults.findings import close
from tests.faults.indoors import House, living, quiet
from tests.faults.power import photos
from tests.faults.power.photos import Photos
from tests.faults.power.verdict import Found, judge_journal

_ENOUGH = 150  # updates taken in: past the five-hundredth call
_LONGEST = 120.0
_LIBRARY = "failing_disk.so"
_PAUSES = ("bot.receiver._LONGEST_PAUSE", "bot.evidence.worker._DATABASE_AWAY")
_WARM = [lean.__name__, "tests.faults.power.verdict", "tests.faults.power.photos", "aiosqlite"]


@dataclass(frozen=True)
class Outcome:
    """`hits` are refused calls; a bot that did not go on by itself `stopped`."""

    hits: int
    stopped: bool
    found: Found


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if nothing was lost, doubled or damaged, and all went on."""
    given = _arguments(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="disk-") as name:
        os.environ["LD_PRELOAD"] = str(_build(Path(name)))  # of the server children are forked from
        furnished = House(Path(name) / "house", given.seed)
        asyncio.run(photos.furnish(furnished))
        places = range(1, given.tries + 1) if given.every else _some(given)
        run = partial(_try, furnished.folder, getattr(errno, given.fault), given.times)
        with ProcessPoolExecutor(given.workers, mp_context=_warm(), max_tasks_per_child=1) as pool:
            outcomes = list(pool.map(run, places))
    return _close(began, outcomes)


def _some(given: argparse.Namespace) -> list[int]:
    """Spread over the first five hundred calls."""
    chance = Random(given.seed)
    return sorted(chance.sample(range(1, 501), min(500, given.tries)))


def _warm() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    return context


def _try(furnished: Path, error: int, times: int, place: int) -> Outcome:
    """In a process of its own: the library counts from its start."""
    quiet()
    for name in _PAUSES:
        patch(name, 0.05).start()
    library = ctypes.CDLL(str(furnished.with_name(_LIBRARY)))
    with tempfile.TemporaryDirectory(dir=furnished.parent) as name:
        house = House(Path(name) / "house", place, citizens=6)
        shutil.copytree(furnished, house.folder)
        library.arm(f"{house.folder}/".encode(), place, times, error)
        try:
            asyncio.run(_work(house))
        except Exception as trouble:  # noqa: BLE001 - whatever it was, the bot did not go on
            said = "".join(traceback.format_exception(trouble)[-4:])
            sys.stderr.write(f"stopped by call {place}: {said}")
            stopped = True
        else:
            stopped = False
        library.arm(b"", 0, 0, 0)
        return Outcome(library.hits(), stopped, asyncio.run(judge_journal(house)))


def _build(folder: Path) -> Path:
    made = folder / _LIBRARY
    source = Path(__file__).with_name("failing_disk.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return made


async def _work(house: House) -> None:
    """Until enough was taken in; most of it after the trouble."""
    stop = asyncio.Event()
    async with living(house) as life:
        store = FolderStore(house.folder / "evidence")
        sender = Photos(life.database, store, life.journal, Random(house.seed))
        sending = asyncio.create_task(sender.send(stop))
        people = [asyncio.create_task(one.live(stop)) for one in life.people]
        try:
            async with asyncio.timeout(_LONGEST):
                await life.world.confirms(_ENOUGH)
        finally:
            stop.set()
            for one in people:
                one.cancel()
            await asyncio.gather(sending, *people, return_exceptions=True)


def _close(began: float, outcomes: Sequence[Outcome]) -> int:
    struck = [one for one in outcomes if one.hits]
    tried = {
        "tries": len(struck),
        "refused": sum(one.hits for one in struck),
        "told": sum(one.found.told for one in outcomes),
    }
    stopped = sum(one.stopped for one in outcomes)
    found = [one.found for one in outcomes]
    return close(began, found, tried, {"stopped": stopped}) or int(not struck)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.disk_errors")
    parser.add_argument("--fault", choices=["EIO", "ENOSPC"], default="EIO")
    parser.add_argument("--tries", type=int, default=500)
    parser.add_argument("--times", type=int, default=1, help="refusals in a row")
    parser.add_argument("--every", action="store_true", help="call 1, 2, 3, not some of the 500")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--workers", type=int, default=8)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
