"""One small world: a Telegram over HTTP, a database, offices, citizens, and a bot that dies."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.keys import KeyRing
from bot.service import utc_now
from bot.simulator.faults import Fault
from bot.simulator.model import BotAccount, Persona
from bot.simulator.people import Person
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from storage import instruments, periods, places
from storage.database import Connection, Database
from survey_flows.fingerprint import fingerprint
from survey_flows.links import Link, payload
from tests.faults.citizen import Citizen, all_finish
from tests.faults.reaper import Reaper
from tests.faults.verdict import FORM, PERIOD, Verdict, judge, read
from tests.faults.witness import WatchedWorld

TOKEN = "880001:AAtoken-of-the-bot-that-is-killed-01"
FIRST_PERSON = 6_100_001
ZONE = "Asia/Makassar"
LAST_DAY = 9  # of the period: so many days from today
TROUBLE = (
    Fault("429", probability=0.01),
    Fault("500", probability=0.02),
    Fault("drop_reply", probability=0.02),
    Fault("disconnect", probability=0.01),
    Fault("duplicate", probability=0.1),
)


@dataclass(frozen=True)
class Plan:
    """What one world is to go through."""

    folder: Path
    database_url: str
    kills: int
    seed: int
    citizens: int = 8
    lokus: int = 60
    broken: str = ""
    trouble: bool = False


@dataclass
class Outcome:
    kills: int
    acknowledged: int
    verdict: Verdict


def play(plan: Plan) -> Outcome:
    """Run the world in this process, from the first scan to the verdict."""
    logging.disable()
    return asyncio.run(_play(plan))


@dataclass(frozen=True)
class Opened:
    """`posters` by the name of the lokus; `environment` is what a bot program is given."""

    database: Database
    keys: KeyRing
    telegram: WatchedWorld
    posters: dict[str, str]
    environment: dict[str, str]

    async def verdict(self, *, finished: bool) -> Verdict:
        """Once the program has ended."""
        async with self.database.reading() as connection:
            verdict = judge(await read(connection, self.keys), self.telegram.witness)
        verdict.damaged += [] if finished else ["somebody could not finish"]
        return verdict


@asynccontextmanager
async def opened(plan: Plan) -> AsyncIterator[Opened]:
    """Offices in a migrated database, and a Telegram over HTTP that waits for a bot."""
    database, keys = Database(plan.database_url), KeyRing(plan.folder / "keys")
    keys.create()
    check = keys.new_pepper(PERIOD)
    async with database.writing() as connection:
        posters = await furnish(connection, keys, check, plan.lokus)
    telegram = WatchedWorld(BotAccount(880001, TOKEN), plan.seed)
    async with serving(create_app(telegram, Stage(plan.folder)), 0) as port:
        yield Opened(database, keys, telegram, posters, environment(plan, port))
    await database.close()


async def _play(plan: Plan) -> Outcome:
    async with opened(plan) as world:
        for fault in TROUBLE if plan.trouble else ():
            world.telegram.faults.add(replace(fault, seed=plan.seed))
        reaper = Reaper(world.telegram, world.environment, plan.folder / "log", plan.broken)
        finished = await _live(plan, world, reaper)
        verdict = await world.verdict(finished=finished)
    return Outcome(reaper.kills, world.telegram.witness.acknowledged(), verdict)


async def _live(plan: Plan, world: Opened, reaper: Reaper) -> bool:
    """Kill while people answer; then let everybody finish, and end in peace."""
    stop, chance = asyncio.Event(), Random(plan.seed)
    people = citizens(plan, world, chance)
    async with asyncio.TaskGroup() as group:
        lives = {group.create_task(one.live(stop)) for one in people}
        await reaper.reap(plan.kills, chance)
        async with reaper.in_peace():
            return await all_finish(lives, stop)


def citizens(plan: Plan, world: Opened, chance: Random) -> list[Citizen]:
    """As many as planned, each with a mind of their own."""
    return [
        Citizen(world.telegram, _person(world, number), Random(chance.random()), world.posters)
        for number in range(plan.citizens)
    ]


def _person(world: Opened, number: int) -> Person:
    persona = world.telegram.add_persona(Persona(FIRST_PERSON + number, f"Warga {number}"))
    return world.telegram.person(persona.id)


def environment(plan: Plan, port: int) -> dict[str, str]:
    return {
        "LOKET_ENV_FILE": str(plan.folder / "none.env"),
        "LOKET_BOT_TOKEN": TOKEN,
        "LOKET_DATABASE_URL": plan.database_url,
        "LOKET_KEYS_DIR": str(plan.folder / "keys"),
        "LOKET_TELEGRAM_API_BASE": f"http://127.0.0.1:{port}",
        "LOKET_LIMITS": "10000/second",
        "LOKET_MESSAGES_PER_SECOND": "1000",
        "LOKET_LOG_LEVEL": "INFO",
    }


async def furnish(connection: Connection, keys: KeyRing, check: str, lokus: int) -> dict[str, str]:
    """Offices and their posters, by name."""
    today = utc_now().date()
    await instruments.publish(connection, FORM.form_id, FORM.version, fingerprint(FORM), today)
    await places.add_instansi(connection, "pemkot", "Pemerintah Kota Contoh", ZONE)
    day = timedelta(days=1)
    period = await periods.open_period(
        connection, PERIOD, today - day, today + LAST_DAY * day, check
    )
    number, key = keys.newest_qr
    posters = {}
    for place in range(lokus):
        name = f"Kantor {place:03}"
        one = await places.add_lokus(connection, f"kantor-{place}", name, "pemkot")
        posters[name] = payload(Link("F-03", one.id, period.id), number, key)
    return posters
