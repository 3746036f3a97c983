"""One small world: a Telegram over HTTP, a database, offices, citizens, and a bot that dies."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.keys import KeyRing
from bot.service import utc_now
from bot.simulator.faults import Fault
from bot.simulator.model import BotAccount, Persona
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from storage import instruments, periods, places
from storage.database import Connection, Database
from survey_flows.fingerprint import fingerprint
from survey_flows.links import Link, payload
from tests.faults.citizen import Citizen
from tests.faults.reaper import Reaper
from tests.faults.verdict import FORM, PERIOD, Verdict, judge, read
from tests.faults.witness import WatchedWorld

TOKEN = "880001:AAtoken-of-the-bot-that-is-killed-01"
FIRST_PERSON = 6_100_001
TROUBLE = (
    Fault("429", probability=0.01),
    Fault("500", probability=0.02),
    Fault("drop_reply", probability=0.02),
    Fault("disconnect", probability=0.01),
    Fault("duplicate", probability=0.1),
)
PATIENCE = 120.0  # seconds for everybody to end what is begun


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


async def _play(plan: Plan) -> Outcome:
    database, keys = Database(plan.database_url), KeyRing(plan.folder / "keys")
    keys.create()
    check = keys.new_pepper(PERIOD)
    async with database.writing() as connection:
        posters = await furnish(connection, keys, check, plan.lokus)
    telegram = WatchedWorld(BotAccount(880001, TOKEN), plan.seed)
    for fault in TROUBLE if plan.trouble else ():
        telegram.faults.add(replace(fault, seed=plan.seed))
    async with serving(create_app(telegram, Stage(plan.folder)), 0) as port:
        reaper = Reaper(telegram, environment(plan, port), plan.folder / "log", plan.broken)
        finished = await _live(plan, telegram, reaper, posters)
    async with database.reading() as connection:
        verdict = judge(await read(connection, keys), telegram.witness)
    await database.close()
    verdict.damaged += [] if finished else ["somebody could not finish"]
    return Outcome(reaper.kills, telegram.witness.acknowledged(), verdict)


async def _live(
    plan: Plan, telegram: WatchedWorld, reaper: Reaper, posters: dict[str, str]
) -> bool:
    """Kill while people answer; then let everybody finish, and end in peace."""
    stop, chance, late = asyncio.Event(), Random(plan.seed), set[asyncio.Task[None]]()
    citizens = [
        citizen_of(telegram, number, chance.random(), posters) for number in range(plan.citizens)
    ]
    async with asyncio.TaskGroup() as group:
        lives = {group.create_task(citizen.live(stop)) for citizen in citizens}
        await reaper.reap(plan.kills, chance)
        async with reaper.in_peace():
            stop.set()
            _, late = await asyncio.wait(lives, timeout=PATIENCE)
            for life in late:
                life.cancel()
    return not late


def citizen_of(
    telegram: WatchedWorld, number: int, seed: float, posters: dict[str, str]
) -> Citizen:
    persona = telegram.add_persona(Persona(FIRST_PERSON + number, f"Warga {number}"))
    return Citizen(telegram, telegram.person(persona.id), Random(seed), posters)


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
    await places.add_instansi(connection, "pemkot", "Pemerintah Kota Contoh", "Asia/Makassar")
    day = timedelta(days=1)
    period = await periods.open_period(connection, PERIOD, today - day, today + 9 * day, check)
    number, key = keys.newest_qr
    posters = {}
    for place in range(lokus):
        name = f"Kantor {place:03}"
        one = await places.add_lokus(connection, f"kantor-{place}", name, "pemkot")
        posters[name] = payload(Link("F-03", one.id, period.id), number, key)
    return posters
