"""The whole bot on odd days: turns that stumble, callback data made up.

`python -m tests.faults.odd_days stumbles` fails one try of a turn in ten after its work; `forged`
taps what no button says, with the keys of others. What the chats showed must be there, once, and
nothing that nobody meant; and everybody must be able to finish.
"""

import argparse
import asyncio
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from tests.faults.citizen import all_finish
from tests.faults.findings import close
from tests.faults.indoors import House, Life, living, quiet
from tests.faults.power.verdict import Found, judge_journal

Feed = Callable[..., Awaitable[Any]]
_BETWEEN = 40  # updates
_STUMBLES = 3  # of one update: five would rightly put it aside
_SIGNS = string.ascii_letters + string.digits + ":_-/'\"\\%;\0é"


@dataclass
class Day:
    """`odd` counts what was odd; `goal` is how much of it is wanted."""

    chance: Random
    goal: int
    odd: int = 0
    stumbled: Counter[int] = field(default_factory=Counter)

    def stumbling(self, feed: Feed) -> Feed:
        """The dispatcher, which loses its footing once the work of a turn is done."""

        async def fed(dispatcher: Dispatcher, bot: Bot, update: Update, **given: object) -> object:
            said = await feed(dispatcher, bot, update, **given)
            if self.stumbled[update.update_id] < _STUMBLES and self.chance.random() < 0.1:
                self.stumbled[update.update_id] += 1
                self.odd += 1
                raise RuntimeError("a stumble")
            return said

        return fed


async def stumbles(day: Day, life: Life) -> None:
    while day.odd < day.goal:
        await _more(life)


async def forged(day: Day, life: Life) -> None:
    while day.odd < day.goal:
        for _ in range(_BETWEEN):
            forger, victim = day.chance.sample(life.people, 2)
            told = life.world.witness.told.items()
            keys = [key for key, one in told if one.person == victim.person.id]
            forger.person.tap(1, _made_up(day.chance, keys), force=True)
            day.odd += 1
        await _more(life)


async def _more(life: Life) -> None:
    await life.world.confirms(len(life.world.witness.confirmed) + _BETWEEN)


def _made_up(chance: Random, keys: Sequence[str]) -> str:
    """Of somebody else, of nobody, or no data at all."""
    key = chance.choice(keys) if keys else "k3yk3yk3yk3yk3yk"
    item, value = f"i{chance.randint(0, 20):02}", chance.choice(["0", "1", "5", "6", "x", ""])
    kinds = (
        f"a:{key}:{item}:{value}",
        f"{chance.choice('bukxsrRwW')}:{key}:{chance.choice([item, '3', ''])}",
        "".join(chance.choices(_SIGNS, k=chance.randint(0, 30))),
    )
    return chance.choice(kinds)


DAYS = {"stumbles": stumbles, "forged": forged}


async def play(folder: Path, what: str, day: Day) -> tuple[Found, bool]:
    """What was found, and whether somebody could not finish."""
    house = House(folder / "house", day.goal)
    await house.furnish()
    stop = asyncio.Event()
    with ExitStack() as stack:
        if what == "stumbles":
            fed = day.stumbling(Dispatcher.feed_update)
            stack.enter_context(patch.object(Dispatcher, "feed_update", fed))
        async with living(house) as life:
            lives = {asyncio.create_task(one.live(stop)) for one in life.people}
            await DAYS[what](day, life)
            stopped = not await all_finish(lives, stop)
    return await judge_journal(house), stopped


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if nothing was lost, doubled or damaged, and all finished."""
    given = _arguments(words)
    began, day = time.monotonic(), Day(Random(given.goal), given.goal)
    quiet()
    with tempfile.TemporaryDirectory(prefix="odd-") as name:
        found, stopped = asyncio.run(play(Path(name), given.what, day))
    tried = {given.what: day.odd, "told": found.told}
    return close(began, [found], tried, {"stopped": int(stopped)})


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.odd_days")
    parser.add_argument("what", choices=DAYS)
    parser.add_argument("--goal", type=int, default=1000)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
