"""Links under attack: made-up payloads, and many accounts with one ticket at the same moment.

`python -m tests.links.campaign` prints one closing line. A million payloads are forged in every way
that needs no key; each must be refused. Then 1,000 tickets are each used by 50 accounts at once, on
SQLite or with `--database` on PostgreSQL: exactly one may begin, and the others store nothing.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bot.house import House, published_forms
from bot.interviews import Interviews
from bot.outcomes import Outcome, RefusedLink, Scene
from storage import migrate
from storage.database import Database
from survey_flows.links import BadLink, read_link
from tests.chats.office import Office, open_office
from tests.chats.paper import ticket_of
from tests.engine.forging import KEYS, forgeries

LOKUS = "pkm-melati"
_FIRST_PERSON = 10**6


@dataclass(frozen=True, slots=True)
class Raced:
    """How all attempts ended, and what the database holds afterwards."""

    begun: Counter[int]
    used: int
    rows: int
    held: int


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing forged was accepted and every ticket was used exactly once."""
    given = _arguments(words)
    began = time.monotonic()
    accepted = forged(given.forgeries, given.seed)
    with tempfile.TemporaryDirectory(prefix="links-") as name:
        raced = asyncio.run(_raced(given, Path(name)))
    won = raced.begun[1]
    closing = (
        f"forged {given.forgeries} · accepted {accepted} · tickets {given.races} with "
        f"{given.rivals} accounts each · used by exactly one {won} · told kindly {raced.used}"
        f" · questionnaires {raced.rows} · seed {given.seed} · {time.monotonic() - began:.0f} s"
    )
    sys.stdout.write(f"{closing}\n")
    is_good = raced == Raced(
        Counter({1: given.races} if given.races else {}),
        given.races * (given.rivals - 1),
        given.races,
        given.races,
    )
    return 0 if is_good and accepted == 0 else 1


def forged(number: int, seed: int) -> int:
    """How many of so many made-up payloads were taken for a link."""
    made = islice(forgeries(random.Random(seed)), number)
    return sum(not isinstance(read_link(one, KEYS), BadLink) for one in made)


async def race(office: Office, house: House, rivals: int, first: int) -> Sequence[Outcome]:
    """One ticket, and so many accounts that press Mulai at the same moment."""
    signed = office.payload(await ticket_of(office, LOKUS, batch=f"{first:08}"))

    async def attempt(person: int) -> Outcome:
        async with office.database.writing() as connection:
            return await Interviews(house, connection).begin(person, signed)

    return await asyncio.gather(*(attempt(first + number) for number in range(rivals)))


async def races(office: Office, number: int, rivals: int) -> Raced:
    """Ticket after ticket; every account is a new one."""
    forms = await published_forms(office.database)
    house = House(office.settings, office.keys, forms, office.clock)
    begun: Counter[int] = Counter()
    used = 0
    for ticket in range(number):
        ended = await race(office, house, rivals, _FIRST_PERSON + ticket * rivals)
        begun[sum(isinstance(one, Scene) for one in ended)] += 1
        used += ended.count(RefusedLink("ticket_used"))
    rows = await _count(office.database, "submissions")
    return Raced(begun, used, rows, await _count(office.database, "tickets WHERE state = 'held'"))


async def _raced(given: argparse.Namespace, folder: Path) -> Raced:
    database = Database(given.database or f"sqlite:///{folder / 'loket.db'}")
    try:
        await migrate.upgrade(database)
        return await races(await open_office(folder, database), given.races, given.rivals)
    finally:
        await database.close()


async def _count(database: Database, what: str) -> int:
    async with database.reading() as connection:
        found = await connection.execute(sa.text(f"SELECT count(*) FROM {what}"))
        return int(found.scalar_one())


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.links.campaign", description=__doc__)
    parser.add_argument("--forgeries", type=int, default=1_000_000)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--rivals", type=int, default=50)
    parser.add_argument("--database", default="", help="URL of an empty database")
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
