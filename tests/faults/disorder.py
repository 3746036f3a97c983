"""Updates that come again, late and out of order, with restarts between: it ends as if in order.

`python -m tests.faults.disorder --sequences 10000` prints one closing line. In each sequence one
person answers the whole form by taps and then changes some answers by old buttons. Each tap comes
once in its turn, since nobody taps what is not on screen yet, and up to twice more as much as fifty
places later; the bot begins anew now and then. Hypothesis chooses.
"""

import argparse
import asyncio
import copy
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.simulator.model import Persona
from bot.simulator.people import Person
from storage.database import Database
from tests.chats.office import Office, open_office
from tests.chats.test_races import begin, stored
from tests.databases import sqlite_url
from tests.faults import lean
from tests.faults.indoors import quiet
from tests.faults.verdict import FORM
from tests.faults.witness import buttons, key_of

ITEMS = tuple(FORM.fields)
WINDOW = 50
_WARM = [lean.__name__, "tests.chats.office"]
_Shift = tuple[int, int]  # which tap, and how much later than its turn


@dataclass(frozen=True)
class Delivery:
    """What is tapped; `shifts` are all deliveries; `restarts` the places after which one is."""

    taps: tuple[tuple[str, str], ...]
    shifts: tuple[_Shift, ...]
    restarts: frozenset[int]

    @property
    def order(self) -> list[int]:
        """The taps by number as they come; stable where nothing is shifted."""
        return [tap for tap, _ in sorted(self.shifts, key=sum)]


@st.composite
def deliveries(draw: st.DrawFn) -> Delivery:
    value = st.sampled_from("12345")
    answers = [(item, draw(value)) for item in ITEMS]
    changes = draw(st.lists(st.tuples(st.sampled_from(ITEMS), value), max_size=12))
    taps = (*answers, *changes)
    shifts = [(tap, 0) for tap in range(len(taps))]
    again = st.tuples(st.integers(0, len(taps) - 1), st.integers(0, WINDOW))
    shifts += draw(st.lists(again, max_size=2 * len(taps)))
    restarts = draw(st.frozensets(st.integers(1, len(shifts) - 1), max_size=3))
    return Delivery(taps, tuple(shifts), restarts)


@dataclass
class Street:
    """One office, and somebody new for each sequence."""

    office: Office
    tried: int = 0
    is_different: bool = False

    async def ends_as_in_order(self, given: Delivery) -> bool:
        self.tried += 1
        person = await self._newcomer()
        key = next(filter(None, (key_of(buttons(one)) for one in reversed(person.messages()))))
        message, updates = int(person.last()["message_id"]), self.office.world.updates
        for item, value in given.taps:
            person.tap(message, f"a:{key}:{item}:{value}", force=True)
        kept, taps = dict(updates.shelf.pending), updates.waiting()
        coming = [taps[number] for number in given.order]
        for start, end in pairwise([0, *sorted(given.restarts), len(coming)]):
            due = coming[start:end]
            updates.again = copy.deepcopy(due)
            updates.shelf.pending = {one["update_id"]: kept[one["update_id"]] for one in due}
            await self.office.settle()
            if end < len(coming):
                await self.office.restart()
        return await stored(self.office, person) == dict(given.taps)

    async def _newcomer(self) -> Person:
        world = self.office.world
        persona = world.add_persona(Persona(6_900_000 + self.tried, "Warga"))
        person = world.person(persona.id)
        await begin(self.office, person)
        return person


def play(share: int, number: int) -> tuple[int, int]:
    """How many were tried, and whether one ended differently; the first that does is the last."""
    quiet()
    with tempfile.TemporaryDirectory(prefix="disorder-") as name, asyncio.Runner() as runner:
        url = runner.run(sqlite_url(Path(name), Path(name) / "template.db"))
        database = Database(url)
        street = Street(runner.run(open_office(Path(name), database)))
        try:
            _try_each(street, runner, share, number)
        except AssertionError as error:
            sys.stderr.write(f"{error}\n")
        finally:
            runner.run(database.close())
    return street.tried, int(street.is_different)


def _try_each(street: Street, runner: asyncio.Runner, share: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=share,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # to make one smaller takes as long as all of them
        suppress_health_check=list(HealthCheck),
    )
    @given(deliveries())
    def every(one: Delivery) -> None:
        if not runner.run(street.ends_as_in_order(one)):
            street.is_different = True
            raise AssertionError(one)

    every()


def main(words: Sequence[str] | None = None) -> int:
    """0 only if no sequence ended differently."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.disorder")
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    told = parser.parse_args(words)
    began = time.monotonic()
    shares = [len(range(one, told.sequences, told.workers)) for one in range(told.workers)]
    context = get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    with ProcessPoolExecutor(told.workers, mp_context=context) as pool:
        found = list(pool.map(play, shares, range(told.seed, told.seed + told.workers)))
    tried, different = map(sum, zip(*found, strict=True))
    seconds = time.monotonic() - began
    sys.stdout.write(f"sequences {tried} · different {different} · {seconds:.0f} s\n")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
