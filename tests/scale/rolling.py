"""Rolling restarts of several bot processes on PostgreSQL, Redis and nginx, under citizens.

python -m tests.scale.rolling --workers 4 --restarts 3 --people 24
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.databases import postgres_url
from tests.faults.citizen import all_finish
from tests.faults.findings import close
from tests.faults.verdict import Verdict
from tests.faults.world import Opened, Plan, citizens, opened
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
    ports = [free_port() for _ in range(workers)]
    with (
        redis_server(plan.folder / "redis") as redis,
        nginx_before(plan.folder / "nginx", ports) as address,
    ):
        async with opened(plan) as world:
            given = {"LOKET_REDIS_URL": redis, "LOKET_WEBHOOK_URL": address}
            fleet = Fleet({**world.environment, **given}, ports, plan.folder / "log")
            async with fleet.up():
                finished = await _answering(plan, world, fleet, rounds)
            verdict = await world.verdict(finished=finished)
    return Outcome(fleet.restarts, world.telegram.witness.acknowledged(), verdict)


async def _answering(plan: Plan, world: Opened, fleet: Fleet, rounds: int) -> bool:
    """Restart while people answer, then let everybody finish."""
    stop = asyncio.Event()
    people = citizens(plan, world, Random(plan.seed))
    async with asyncio.TaskGroup() as group:
        lives = {group.create_task(one.live(stop)) for one in people}
        for _ in range(rounds):
            await asyncio.sleep(_BETWEEN)
            await fleet.roll()
        await asyncio.sleep(_BETWEEN)
        return await all_finish(lives, stop)


def main(words: Sequence[str] | None = None) -> int:
    """Print what was lost and doubled; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--restarts", type=int, default=3, help="of every worker")
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    given, began = parser.parse_args(words), time.monotonic()
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="rolling-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL runs under another account
        server = stack.enter_context(postgres_server(folder / "postgres"))
        url = asyncio.run(postgres_url(server))
        plan = Plan(folder, url, kills=0, seed=given.seed, citizens=given.people)
        outcome = asyncio.run(roll(plan, given.workers, given.restarts))
    tried = {
        "workers": given.workers,
        "restarts": outcome.restarts,
        "people": given.people,
        "responses": outcome.verdict.responses,
        "acknowledged": outcome.acknowledged,
    }
    return close(began, [outcome.verdict], tried)


if __name__ == "__main__":
    raise SystemExit(main())
