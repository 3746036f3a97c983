"""What 23 hours leave behind: people wrote while the bot was away, and then it comes back.

`python -m tests.faults.backlog --updates 20000` lets 2,000 people open a form, takes the bot away,
lets them write, and starts it again with the send limit it ships with. Buttons tapped meanwhile are
gone: Telegram drops them after minutes. Nothing is sped up.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from bot.receiver import Receiver
from bot.settings import Settings
from bot.simulator.model import Persona
from bot.speech import Reply
from storage import tables
from storage.database import Database
from tests.faults.indoors import House, Life, living, quiet

Take = Callable[..., Awaitable[None]]
_ALL, _MINUTES = 20_000, 15
_WORDS = ("3", "halo", "/mulai", "4", "apa kabar?")


class Order:
    """Who was settled in which order."""

    def __init__(self) -> None:
        self.by_person: defaultdict[int, list[int]] = defaultdict(list)
        self._take = Receiver.take

    @property
    def noting(self) -> Take:
        """The receiver's own way, noted down: in place of a method, so its receiver comes along."""

        async def take(
            receiver: Receiver, raw: dict[str, Any], fetched: float, reply: Reply | None = None
        ) -> None:
            await self._take(receiver, raw, fetched, reply)
            self.by_person[raw["message"]["from"]["id"]].append(raw["update_id"])

        return take

    def disordered(self) -> int:
        """How often a later update of a person was settled before an earlier one."""
        return sum(b <= a for many in self.by_person.values() for a, b in pairwise(many))


async def play(folder: Path, people: int, updates: int) -> tuple[str, bool]:
    """Before, while it is away, and after."""
    house = House(folder / "house", 1, citizens=0)
    await house.furnish(1)
    order = Order()
    limit = Settings(_env_file=None).messages_per_second
    with patch.object(Receiver, "take", order.noting):
        async with living(house) as life:
            await _open_forms(life, people)
        order.by_person.clear()
        async with living(house, messages_per_second=limit, telegram=life.world) as life:
            written = _write(life, people, updates)
            began = time.monotonic()
            await life.world.confirms(len(life.world.witness.confirmed) + updates)
            seconds = time.monotonic() - began
    lost = len(written - await _booked(house))
    late = int(seconds * _ALL / updates > _MINUTES * 60)
    rate = updates / seconds
    said = f"updates {updates} · people {people} · lost {lost} · disordered {order.disordered()}"
    said += (
        f" · late {late} · rate {rate:.1f} a second · {_ALL / rate / 60:.1f} minutes for {_ALL:,}"
    )
    return f"{said} · {seconds:.0f} s", not (lost or order.disordered() or late)


async def _open_forms(life: Life, people: int) -> None:
    """Everybody is at the first item."""
    for number in range(people):
        life.world.add_persona(Persona(6_700_000 + number, f"Warga {number}"))
        life.world.person(6_700_000 + number).scan(next(iter(life.posters.values())))
    await life.world.confirms(people)


def _write(life: Life, people: int, updates: int) -> set[int]:
    """Texts of everybody, mixed; gives back the numbers Telegram gave them."""
    chance = Random(people)
    before = life.world.updates.shelf.next_id
    for number in range(updates):
        person = life.world.person(6_700_000 + number % people)
        person.say(chance.choice(_WORDS))
    return set(range(before, life.world.updates.shelf.next_id))


async def _booked(house: House) -> set[int]:
    database = Database(house.url)
    async with database.reading() as connection:
        found = set((await connection.execute(sa.select(tables.updates.c.update_id))).scalars())
    await database.close()
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if all of it was settled in order and in time."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.backlog")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--updates", type=int, default=_ALL)
    given = parser.parse_args(words)
    quiet()
    with tempfile.TemporaryDirectory(prefix="backlog-") as name:
        said, is_well = asyncio.run(play(Path(name), given.people, given.updates))
    sys.stdout.write(f"{said}\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
