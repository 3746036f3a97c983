"""Many people at once, and one who sends as fast as a program can.

`python -m tests.faults.crowd rush` lets 1,000 people scan within a minute; `flood` lets one send
100 updates a second while twenty others answer. The bot is a program of its own with the limits it
ships with, and Telegram is the simulator over HTTP.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.simulator.people import Person
from tests.faults.citizen import Citizen
from tests.faults.town import Town, town

_PATIENCE = 60.0
_MOST_MEMORY = 256  # MB
_SLOW = 1.0
_OTHERS = 20
_A_SECOND = 100  # updates of the one


@dataclass
class Timed(Citizen):
    """Keeps how long each tap or text took to be answered; infinity for never."""

    waits: list[float] = field(default_factory=list)

    async def _sees_change(self, before: int) -> bool:
        began = time.monotonic()
        has_seen = await super()._sees_change(before)
        self.waits.append(time.monotonic() - began if has_seen else float("inf"))
        return has_seen


async def rush(place: Town, people: int, seconds: float) -> tuple[str, bool]:
    """Everybody scans once, spread over the time."""
    chance = Random(people)
    scans = [
        _scan(place, place.person(number), chance.uniform(0, seconds)) for number in range(people)
    ]
    waits = await asyncio.gather(*scans)
    unanswered = sum(one > _PATIENCE for one in waits)
    peak = place.peak()
    fat = int(peak > _MOST_MEMORY)
    said = (
        f"people {people} · unanswered {unanswered} · fat {fat} · {_words(waits)} · peak {peak} MB"
    )
    return said, not (unanswered or fat)


async def _scan(place: Town, person: Person, after: float) -> float:
    await asyncio.sleep(after)
    began = time.monotonic()
    person.scan(next(iter(place.posters.values())))
    with suppress(TimeoutError):
        await person.sees(_is_answered, within=_PATIENCE + 1)
    return time.monotonic() - began


def _is_answered(messages: list[dict[str, object]]) -> bool:
    return len(messages) > 1


async def flood(place: Town, seconds: float) -> tuple[str, bool]:
    """The waits of the others, who are as quick as people are."""
    stop = asyncio.Event()
    others = [
        Timed(place.telegram, place.person(number), Random(number), place.posters, pace=0.4)
        for number in range(_OTHERS)
    ]
    lives = [asyncio.create_task(one.live(stop)) for one in others]
    sent = await _send(place.person(_OTHERS), seconds)
    stop.set()
    for life in lives:
        life.cancel()
    await asyncio.gather(*lives, return_exceptions=True)
    waits = [wait for one in others for wait in one.waits]
    slow = int(_share(waits, 0.95) >= _SLOW)
    unanswered = sum(one == float("inf") for one in waits)
    said = f"taps {len(waits)} · slow {slow} · unanswered {unanswered} · {_words(waits)}"
    return f"{said} · flood {sent} · peak {place.peak()} MB", not (slow or unanswered)


async def _send(person: Person, seconds: float) -> int:
    """Texts and taps, a hundred a second."""
    began, sent = time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        while sent < passed * _A_SECOND:
            if sent % 2:
                person.say("halo")
            else:
                person.tap(1, "a:k3yk3yk3y:i01:5", force=True)
            sent += 1
        await asyncio.sleep(1 / _A_SECOND)
    return sent


def _words(waits: Sequence[float]) -> str:
    p50, p95 = _share(waits, 0.5), _share(waits, 0.95)
    return f"p50 {p50:.2f} s · p95 {p95:.2f} s · slowest {max(waits):.1f} s"


def _share(waits: Sequence[float], share: float) -> float:
    return sorted(waits)[int(len(waits) * share)]


async def _play(given: argparse.Namespace, folder: Path) -> tuple[str, bool]:
    async with town(folder, 1) as place:
        if given.what == "rush":
            return await rush(place, given.people, given.seconds)
        return await flood(place, given.seconds)


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if everybody was answered in time."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.crowd")
    parser.add_argument("what", choices=["rush", "flood"])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="crowd-") as name:
        said, is_well = asyncio.run(_play(given, Path(name)))
    sys.stdout.write(f"{said}\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
