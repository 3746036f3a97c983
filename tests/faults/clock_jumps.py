"""The clock of the server jumps while people answer: days on, hours back, over midnight.

`python -m tests.faults.clock_jumps --jumps 40` runs the real `loket bot run` under libfaketime: the
time of day is what the campaign says, while seconds that only run forward go on, as they do where a
clock is set. Telegram's is right. Half-way the program is stopped and started anew, by whatever
clock. In the end it is right, and everybody must be able to finish.
"""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.service import utc_now
from tests.databases import sqlite_url
from tests.faults.citizen import all_finish
from tests.faults.findings import close
from tests.faults.reaper import ProgramDied
from tests.faults.verdict import Verdict
from tests.faults.world import LAST_DAY, ZONE, Opened, Plan, citizens, opened

_BOT_RUN = (str(Path(sys.executable).with_name("loket")), "bot", "run", "--mode", "polling")
_LIBRARY = "faketime/libfaketimeMT.so.1"
_BEFORE = timedelta(seconds=2)  # of what is then passed while people answer
_MOMENT, _UPDATES = 4.0, 10  # a wrong clock lasts at least so long, and so much is taken in by it
_LONGEST = 30.0  # for those updates, and for a stop
_START = 120.0  # on a machine with other work
_LIMITS = "40/second"  # for each person: more than they do, unless a window stands still
Ahead = Callable[[datetime], timedelta]


def _by(**amount: float) -> Ahead:
    return lambda _: timedelta(**amount)


def _before_midnight(days: int) -> Ahead:
    """Up to the end of a day of the offices."""

    def ahead(now: datetime) -> timedelta:
        day = now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days + 1)
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)) - _BEFORE - now

    return ahead


JUMPS: Sequence[Ahead] = (
    _by(days=3),
    _by(hours=-5),
    _before_midnight(0),
    _by(),
    _by(days=30),
    _before_midnight(LAST_DAY),
    _by(days=-3),
    _by(seconds=-90),
)


class Clock:
    """What the program believes; libfaketime reads it anew each time it is asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(timedelta())

    def set(self, ahead: timedelta) -> None:
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{ahead.total_seconds():+.3f}\n")
        draft.replace(self._file)  # never half of it

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": f"{_library()}",
            "FAKETIME_TIMESTAMP_FILE": f"{self._file}",
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }


def _library() -> Path:
    """Of Debian's package `libfaketime`, whatever the processor."""
    return next(Path("/usr/lib").glob(f"*/{_LIBRARY}"))


@dataclass
class Day:
    """One program after another in a world with a clock; `stuck` counts jumps that held it up."""

    world: Opened
    clock: Clock
    log: Path
    stuck: int = 0

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """`loket bot run` for the block; then it ends by SIGTERM, with what it has in hand."""
        self.world.telegram.bot_is_up.clear()
        environment = {**os.environ, **self._environment()}
        with self.log.open("ab") as log:
            bot = await asyncio.create_subprocess_exec(
                *_BOT_RUN, env=environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(_START):
            await self.world.telegram.bot_is_up.wait()
        if _LIBRARY not in Path(f"/proc/{bot.pid}/maps").read_text():
            raise ProgramDied("libfaketime was not loaded: its clock would not have jumped")
        try:
            yield
        finally:
            bot.terminate()
            if await self._stopped(bot):
                raise ProgramDied(self.log.read_text()[-2000:])

    def _environment(self) -> Mapping[str, str]:
        return {**self.world.environment, "LOKET_LIMITS": _LIMITS, **self.clock.environment}

    async def _stopped(self, bot: asyncio.subprocess.Process) -> int:
        try:
            return await asyncio.wait_for(bot.wait(), _LONGEST)
        except TimeoutError:
            bot.kill()
            self.stuck += 1
            await bot.wait()
            return 0

    async def live_through(self, jumps: Sequence[Ahead]) -> None:
        for ahead in jumps:
            self.clock.set(ahead(utc_now()))
            await self._goes_on()

    async def _goes_on(self) -> None:
        telegram = self.world.telegram
        enough = len(telegram.witness.confirmed) + _UPDATES
        await asyncio.sleep(_MOMENT)
        try:
            await asyncio.wait_for(telegram.confirms(enough), _LONGEST)
        except TimeoutError:
            self.stuck += 1


async def play(plan: Plan, jumps: int) -> tuple[Verdict, Day]:
    """In two halves: the program is stopped and started in the middle, by whatever clock."""
    stop = asyncio.Event()
    every = list(islice(cycle(JUMPS), jumps))
    async with opened(plan) as world, asyncio.TaskGroup() as group:
        day = Day(world, Clock(plan.folder / "clock"), plan.folder / "log")
        people = citizens(plan, world, Random(plan.seed))
        lives = {group.create_task(one.live(stop)) for one in people}
        async with day.working():
            await day.live_through(every[: jumps // 2])
        async with day.working():
            await day.live_through(every[jumps // 2 :])
            day.clock.set(timedelta())
            finished = await all_finish(lives, stop)
        return await world.verdict(finished=finished), day


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing was lost, doubled or damaged, nothing held up, and everybody finished."""
    given = _arguments(words)
    began = time.monotonic()
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="clock-") as name:
        folder = Path(name)
        url = asyncio.run(sqlite_url(folder, folder / "template.db"))
        plan = Plan(folder, url, 0, given.seed)
        verdict, day = asyncio.run(play(plan, given.jumps))
    told = day.world.telegram.witness.acknowledged()
    tried = {"jumps": given.jumps, "told": told, "responses": verdict.responses}
    return close(began, [verdict], tried, {"stuck": day.stuck})


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.clock_jumps")
    parser.add_argument("--jumps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
