"""The whole bot and its people in one process, without HTTP: what befalls it, befalls the bot.

What the chats show is written into a journal as it happens, so that somebody who comes after this
process, or after only half of it, knows what was called safe.
"""

import asyncio
import json
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import structlog

from bot.keys import KeyRing
from bot.service import Service, make_bot, make_service
from bot.settings import Settings
from bot.simulator.model import BotAccount, Persona
from bot.simulator.refusals import Json
from storage.database import Database
from survey_flows.facts import Answered, Withdrawn
from tests.chats.office import WorldSession
from tests.databases import sqlite_url
from tests.faults.citizen import Citizen
from tests.faults.verdict import PERIOD, Verdict, judge, read
from tests.faults.witness import WatchedQueue, WatchedWorld, Witness, buttons
from tests.faults.world import FIRST_PERSON, TOKEN, furnish

POSTERS = "posters.json"
DATABASE = "loket.db"


def quiet() -> None:
    """A bot in trouble writes long tracebacks; nobody reads them here."""
    logging.disable()
    structlog.configure(processors=[_dropped])


def _dropped(_: object, __: str, ___: object) -> Mapping[str, object]:
    raise structlog.DropEvent


class Journal:
    """Each line is written at once; a process that dies has written all lines before."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, **said: object) -> None:
        os.write(self._handle, json.dumps(said).encode() + b"\n")


@dataclass
class NotingWitness(Witness):
    """Writes down every screen before it is looked at."""

    journal: Journal | None = None
    _known: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def look(self, person: int, message: Json) -> None:
        place = (person, int(message["message_id"]))
        now = (str(message.get("text", "")), " ".join(buttons(message)))
        if self.journal and self._known.get(place) != now:
            self._known[place] = now
            self.journal.write(person=person, message=message)
        super().look(person, message)


class NotingQueue(WatchedQueue):
    """Writes down what Telegram was told."""

    journal: Journal

    def drop(self, update_id: int) -> None:
        if update_id in self.shelf.pending:
            self.journal.write(confirmed=update_id)
        super().drop(update_id)


class NotingWorld(WatchedWorld):
    """A simulated Telegram that keeps a journal."""

    def __init__(self, journal: Journal, seed: int) -> None:
        super().__init__(BotAccount(880001, TOKEN), seed)
        self.witness = NotingWitness(journal=journal)
        self.updates = NotingQueue(self.chance, self.clock)
        self.updates.witness, self.updates.journal = self.witness, journal


@dataclass(frozen=True)
class House:
    """`folder` is the server's; the journal lies beside it, on a disk that nothing befalls."""

    folder: Path
    seed: int
    citizens: int = 8
    server: str = ""  # the URL of a database elsewhere

    @property
    def url(self) -> str:
        return self.server or f"sqlite:///{self.folder / DATABASE}"

    @property
    def keys(self) -> KeyRing:
        return KeyRing(self.folder / "keys")

    @property
    def journal(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.journal")

    @property
    def settings(self) -> Settings:
        return Settings(
            _env_file=None,
            bot_token=TOKEN,
            keys_dir=self.folder / "keys",
            evidence_url=str(self.folder / "evidence"),
            checkpoint_dir=self.folder / "checkpoints",
            limits="10000/second",
            messages_per_second=1000,
        )

    async def furnish(self, lokus: int = 60) -> None:
        """Its folder, with a database unless that is elsewhere; keys, offices and posters."""
        self.folder.mkdir(parents=True)
        if not self.server:
            await sqlite_url(self.folder, self.folder.parent / "template.db")
        keys = self.keys
        keys.create()
        check = keys.new_pepper(PERIOD)
        database = Database(self.url)
        async with database.writing() as connection:
            posters = await furnish(connection, keys, check, lokus)
        await database.close()
        (self.folder / POSTERS).write_text(json.dumps(posters))


@dataclass
class Life:
    """A bot that works, and the people who keep it busy."""

    world: NotingWorld
    service: Service
    database: Database
    journal: Journal
    posters: Mapping[str, str]
    people: list[Citizen]


@asynccontextmanager
async def living(
    house: House,
    telegram: NotingWorld | None = None,
    **settings: object,
) -> AsyncIterator[Life]:
    """Until the block ends; then the bot is stopped as by SIGTERM."""
    journal, stop = Journal(house.journal), asyncio.Event()
    world, database = telegram or NotingWorld(journal, house.seed), Database(house.url)
    told = house.settings.model_copy(update=settings)
    bot = make_bot(told, WorldSession(world))
    service = await make_service(told, bot, database)
    posters: Mapping[str, str] = json.loads((house.folder / POSTERS).read_text())
    people = list(_people(house, world, posters))
    life = Life(world, service, database, journal, posters, people)
    working = asyncio.create_task(service.intake.run(stop))
    try:
        yield life
    finally:
        stop.set()
        await working
        journal.write(meant=_meant(world.witness))
        await database.close()


def _people(house: House, world: NotingWorld, posters: Mapping[str, str]) -> Iterable[Citizen]:
    chance = Random(house.seed)
    for number in range(house.citizens):
        persona = world.add_persona(Persona(FIRST_PERSON + number, f"Warga {number}"))
        yield Citizen(world, world.person(persona.id), Random(chance.random()), posters)


def _meant(witness: Witness) -> list[tuple[str, str, str, int]]:
    """What people did, as a list; a withdrawal has no value."""
    return [
        (key, one.field, one.value, times) if isinstance(one, Answered) else (key, "", "", times)
        for (key, one), times in witness.meant.items()
    ]


def witness_of(lines: Iterable[Mapping[str, object]]) -> Witness:
    """Whoever reads the journal has seen what it says."""
    witness = Witness()
    for line in lines:
        match line:
            case {"person": int(person), "message": dict(message)}:
                witness.look(person, message)
            case {"confirmed": int(update)}:
                witness.confirmed.append(update)
            case {"meant": list(meant)}:
                witness.meant = Counter(
                    {
                        (key, Answered(name, value) if name else Withdrawn): times
                        for key, name, value, times in meant
                    }
                )
            case _:
                pass
    return witness


async def verdict_of(house: House, database: Database, witness: Witness) -> Verdict:
    """What a database has of what was called safe, whoever is in the middle of something."""
    async with database.reading() as connection:
        return judge(await read(connection, house.keys), witness, is_over=False)
