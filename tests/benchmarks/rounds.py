"""Rounds of taps: every contender in turn, again and again, so that noise hurts them all."""

import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.crowd import gather, leave, tap_for
from tests.benchmarks.programs import Contender, Running, running

CROWDS = (1, 32, 256)
_LINKS = {1: 40, 32: 6, 256: 2}  # questionnaires each person has open before the clock starts
_WARM = 0.3  # seconds
_FIRST_PERSON = 7_000_001
Say = Callable[[str], None]


def quiet(_line: str) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class Taps:
    """What one contender did for one crowd.

    Times in milliseconds, `cpu` in microseconds a tap, `memory` in megabytes; `load` is the share
    of a core that the tapping itself took, `lost` counts taps that were answered and not stored.
    """

    contender: str
    keeps: str
    people: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu: float
    memory: float
    load: float
    lost: int


FIGURES = ("per_second", "p50", "p95", "p99", "cpu", "memory", "load")


class Load:
    """One contender that is up, with people who have not tapped yet."""

    def __init__(self, up: Running) -> None:
        self.up = up
        self._next_person = _FIRST_PERSON
        self._tapped = 0

    async def run(self, size: int, seconds: float) -> Taps:
        """`size` people tap for so long."""
        links = self.up.office.links[: _LINKS.get(size, 2)] if self.up.office else ("",)
        people = await gather(self.up.way, self._next_person, size, links)
        self._next_person += size
        await tap_for(people, _WARM)
        before, ours = self.up.cpu, time.process_time()
        took, seconds = await tap_for(people, seconds)
        cpu, load = (self.up.cpu - before) / len(took), time.process_time() - ours
        self._tapped += sum(one.taps for one in people)
        leave(people)
        cuts = [1000 * one for one in quantiles(took, n=100, method="inclusive")]
        return Taps(
            self.up.contender.name,
            self.up.contender.keeps,
            size,
            len(took) / seconds,
            cuts[49],
            cuts[94],
            cuts[98],
            cpu * 1e6,
            self.up.memory,
            load / seconds,
            await self.lost(),
        )

    async def lost(self) -> int:
        """Taps that were acknowledged and are not in the database; each is a fact."""
        office = self.up.office
        return max(0, self._tapped - await office.facts()) if office else 0


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    contenders: Sequence[Contender]
    crowds: Sequence[int] = CROWDS
    rounds: int = 3
    seconds: float = 2.0


async def measure(plan: Plan, folder: Path, postgres: str, say: Say = quiet) -> list[Taps]:
    """Medians over the rounds, in the order of the crowds."""
    every, loads = list[Taps](), list[Load]()
    async with AsyncExitStack() as stack:
        for number, one in enumerate(plan.contenders):
            up = running(one, folder / f"{number}", postgres)
            loads.append(Load(await stack.enter_async_context(up)))
        for size in plan.crowds:
            rounds = [await _round(loads, size, plan.seconds, say) for _ in range(plan.rounds)]
            every += [middle(of_one) for of_one in zip(*rounds, strict=True)]
    return every


async def _round(loads: Sequence[Load], size: int, seconds: float, say: Say) -> list[Taps]:
    made = []
    for load in loads:
        made.append(await load.run(size, seconds))
        say(f"{size:4} people  {made[-1].per_second:7.0f}/s  {made[-1].contender}")
    return made


def middle(rounds: Sequence[Taps]) -> Taps:
    """The median of each figure; what was lost in any round stays lost."""
    found = {name: median(getattr(one, name) for one in rounds) for name in FIGURES}
    return replace(rounds[0], **found, lost=max(one.lost for one in rounds))
