"""A ratio that holds on any machine: what a tap costs us, beside a bot as tutorials write it.

CPU is compared, not time, in slices that take turns: other programs then matter little.
`make bench` measures the rest.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.crowd import Person, gather, tap_for
from tests.benchmarks.programs import CONTENDERS, Running, ours, running

PEOPLE, FIRST = 32, 7_000_001
SLICES, SECONDS = 8, 0.3
DEAREST = 0.8  # docs/performance.md has what was measured: there is room for noise
TUTORIAL = next(one for one in CONTENDERS if one.module == "tutorial")


@dataclass
class Bill:
    """What one of the two has used, for how many taps."""

    up: Running
    people: list[Person]
    seconds: float = 0.0
    taps: int = 0

    async def slice(self) -> None:
        before = self.up.cpu
        took, _ = await tap_for(self.people, SECONDS)
        self.seconds += self.up.cpu - before
        self.taps += len(took)

    @property
    def each(self) -> float:
        return self.seconds / self.taps


async def test_a_tap_costs_no_more_cpu_than_in_a_bot_as_tutorials_write_it(tmp_path: Path) -> None:
    async with (
        running(ours("webhook", "SQLite"), tmp_path / "ours") as mine,
        running(TUTORIAL, tmp_path / "theirs") as theirs,
    ):
        assert mine.office
        us = Bill(mine, await gather(mine.way, FIRST, PEOPLE, mine.office.links[:2]))
        them = Bill(theirs, await gather(theirs.way, FIRST, PEOPLE, ("",)))
        for _ in range(SLICES):
            await us.slice()
            await them.slice()
        stored = await mine.office.facts()
    assert stored >= us.taps
    assert us.each <= DEAREST * them.each, (us.each, them.each)
