"""Rolling restarts of several bot processes on PostgreSQL, Redis and nginx, under citizens.

python -m tests.scale.rolling --workers 4 --restarts 3 --people 24
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.keys import KeyRing
from bot.simulator.model import BotAccount
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from storage.database import Database
from tests.databases import postgres_url
from tests.faults.verdict import PERIOD, Verdict, judge, read
from tests.faults.witness import WatchedWorld
from tests.faults.world import PATIENCE, TOKEN, Plan, citizen_of, environment, furnish
from tests.scale.fleet import Fleet
from tests.scale.servers import nginx_before, redis_server
from tests.servers import free_port, postgres_server

_BETWEEN = 2.0  # seconds of undisturbed answering


@dataclass
class Outcome:
    restarts: int
    acknowledged: int
    verdict: Verdict


async def roll(plan: Plan, workers: int, rounds: int) -> Outcome:
    """From the first scan to the verdict; everybody finishes what they began."""
    database, keys = Database(plan.database_url), KeyRing(plan.folder / "keys")
    keys.create()
    check = keys.new_pepper(PERIOD)
    async with database.writing() as connection:
        posters = await furnish(connection, keys, check, plan.lokus)
    telegram = WatchedWorld(BotAccount(880001, TOKEN), plan.seed)
    ports = [free_port() for _ in range(workers)]
    with (
        redis_server(plan.folder / "redis") as redis,
        nginx_before(plan.folder / "nginx", ports) as address,
    ):
        async with serving(create_app(telegram, Stage(plan.folder)), 0) as port:
            given = {"LOKET_REDIS_URL": redis, "LOKET_WEBHOOK_URL": address}
            fleet = Fleet({**environment(plan, port), **given}, ports, plan.folder / "log")
            async with fleet.up():
                finished = await _answering(plan, telegram, fleet, posters, rounds)
    async with database.reading() as connection:
        verdict = judge(await read(connection, keys), telegram.witness)
    await database.close()
    verdict.damaged += [] if finished else ["somebody could not finish"]
    return Outcome(fleet.restarts, telegram.witness.acknowledged(), verdict)


async def _answering(
    plan: Plan, telegram: WatchedWorld, fleet: Fleet, posters: dict[str, str], rounds: int
) -> bool:
    """Restart while people answer, then let everybody finish."""
    stop, chance = asyncio.Event(), Random(plan.seed)
    people = [citizen_of(telegram, one, chance.random(), posters) for one in range(plan.citizens)]
    async with asyncio.TaskGroup() as group:
        lives = {group.create_task(one.live(stop)) for one in people}
        for _ in range(rounds):
            await asyncio.sleep(_BETWEEN)
            await fleet.roll()
        await asyncio.sleep(_BETWEEN)
        stop.set()
        _, late = await asyncio.wait(lives, timeout=PATIENCE)
        for life in late:
            life.cancel()
    return not late


def main(words: Sequence[str] | None = None) -> int:
    """Print what was lost and doubled; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--restarts", type=int, default=3, help="of every worker")
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="rolling-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL runs under another account
        server = stack.enter_context(postgres_server(folder / "postgres"))
        url = asyncio.run(postgres_url(server))
        plan = Plan(folder, url, kills=0, seed=given.seed, citizens=given.people)
        outcome = asyncio.run(roll(plan, given.workers, given.restarts))
    verdict = outcome.verdict
    for finding in (*verdict.lost, *verdict.doubled, *verdict.damaged):
        sys.stderr.write(f"{finding}\n")
    sys.stdout.write(
        f"workers {given.workers} · restarts {outcome.restarts} · people {given.people}"
        f" · responses {verdict.responses} · acknowledged {outcome.acknowledged}"
        f" · lost {len(verdict.lost)} · doubled {len(verdict.doubled)}"
        f" · damaged {len(verdict.damaged)}\n"
    )
    return 1 if verdict.lost or verdict.doubled or verdict.damaged else 0


if __name__ == "__main__":
    raise SystemExit(main())
