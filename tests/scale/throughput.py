"""Durable taps a second of 1, 2 and 4 processes on PostgreSQL, behind nginx, in turn.

    python -m tests.scale.throughput --rounds 3 --seconds 4 --share 0.25

The load, Telegram, nginx and PostgreSQL want cores too: `cores` says how many all of it had. Where
they are too few for four processes, `--share` holds each process to a part of one.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.crowd import SECRET, Way, gather, leave, tap_for
from tests.benchmarks.durable_postgres import durable_postgres
from tests.benchmarks.office import Office, open_office
from tests.benchmarks.programs import settings_of
from tests.benchmarks.telegram import Telegram
from tests.scale.cores import held_to
from tests.scale.fleet import Fleet
from tests.scale.servers import nginx_before, redis_server
from tests.servers import free_port

PEOPLE, LINKS, WARM = 64, 4, 0.5
SIZES = (1, 2, 4)


@dataclass(frozen=True)
class Plan:
    """`share`: how much of a core each process may use."""

    rounds: int
    seconds: float
    share: float


async def rate(folder: Path, servers: tuple[str, str], workers: int, plan: Plan) -> float:
    """Taps a second of so many processes; raises where one was acknowledged and not stored."""
    folder.mkdir(mode=0o711)
    postgres, redis = servers
    telegram, office = Telegram(), await open_office(folder / "office", postgres)
    await telegram.open()
    ports = [free_port() for _ in range(workers)]
    with nginx_before(folder / "nginx", ports) as address:
        front = int(address.split(":")[2].partition("/")[0])
        given = {**settings_of(office, telegram.port, 0), "LOKET_REDIS_URL": redis}
        fleet = Fleet(_without_bind(given), ports, folder / "log", SECRET)
        async with fleet.up():
            with held_to(plan.share, fleet.pids):
                found = await _load(Way(telegram, front), office, plan.seconds)
    await telegram.close()
    return found


async def _load(way: Way, office: Office, seconds: float) -> float:
    people = await gather(way, 7_000_001, PEOPLE, office.links[:LINKS])
    await tap_for(people, WARM)
    took, spent = await tap_for(people, seconds)
    tapped = sum(one.taps for one in people)
    leave(people)
    if (kept := await office.facts()) < tapped:
        raise AssertionError(f"{tapped} taps were acknowledged, {kept} facts are stored")
    return len(took) / spent


def _without_bind(given: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in given.items() if name != "LOKET_WEBHOOK_BIND"}


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[str, str]]:
    with durable_postgres(folder / "postgres") as postgres, redis_server(folder / "redis") as redis:
        yield postgres, redis


def main(words: Sequence[str] | None = None) -> int:
    """Medians and ratios to one process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--share", type=float, default=1.0, help="of a core, for each process")
    given = Plan(**vars(parser.parse_args(words)))
    found: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory(prefix="throughput-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL runs under another account
        servers = stack.enter_context(_servers(folder))
        for turn in range(given.rounds):
            for size in SIZES:
                place = folder / f"{turn}-{size}"
                found[size].append(asyncio.run(rate(place, servers, size, given)))
    one = median(found[SIZES[0]])
    for size, every in found.items():
        rate_of = median(every)
        sys.stdout.write(
            f"workers {size} · share {given.share} · taps/s {rate_of:.0f} · x {rate_of / one:.2f}"
            f" · cores {os.cpu_count()} · lost 0\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
