"""kill -9, again and again, at random points of the whole bot: what was acknowledged must be there.

`python -m tests.faults.campaign --kills 100` runs worlds side by side, each with its own Telegram,
database and bot program; docs/faults.md says what is tried and what was measured.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import SystemRandom

from tests.databases import postgres_url, sqlite_url
from tests.faults import program
from tests.faults.findings import close
from tests.faults.world import Plan, play
from tests.servers import postgres_server

SPOILS = ("confirm-first",)  # tests/faults/breaks.py, which is slow to import


def main(words: Sequence[str] | None = None) -> int:
    """Print one closing line; 0 only if nothing was lost or doubled and everybody finished."""
    given = _arguments(words)
    began = time.monotonic()
    sys.stderr.write(f"seed {given.seed} · {given.worlds} worlds on {given.database}\n")
    with tempfile.TemporaryDirectory(prefix="faults-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # a database server under another account passes through
        plans = list(stack.enter_context(_plans(given, folder)))
        with ProcessPoolExecutor(len(plans), mp_context=program.warm()) as pool:
            outcomes = list(pool.map(play, plans))
    verdicts = [one.verdict for one in outcomes]
    tried = {
        "kills": sum(one.kills for one in outcomes),
        "responses": sum(one.responses for one in verdicts),
        "acknowledged": sum(one.acknowledged for one in outcomes),
    }
    return close(began, verdicts, tried) or int(tried["kills"] < given.kills)


@contextmanager
def _plans(given: argparse.Namespace, folder: Path) -> Iterator[Iterator[Plan]]:
    """A folder and a migrated database for each world."""
    with ExitStack() as stack:
        server = ""
        if given.database == "postgresql":
            server = stack.enter_context(postgres_server(folder / "postgres"))
        yield (_plan(given, folder, server, number) for number in range(given.worlds))


def _plan(given: argparse.Namespace, folder: Path, server: str, number: int) -> Plan:
    own = folder / f"world-{number}"
    own.mkdir()
    made = postgres_url(server) if server else sqlite_url(own, folder / "template.db")
    share = given.kills // given.worlds + (number < given.kills % given.worlds)
    return Plan(
        own,
        asyncio.run(made),
        share,
        given.seed + number,
        given.citizens,
        broken=given.spoil,
        trouble=given.trouble,
    )


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--citizens", type=int, default=8, help="in each world")
    parser.add_argument("--worlds", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--break", dest="spoil", choices=["", *SPOILS], default="")
    parser.add_argument("--trouble", action="store_true", help="429, 5xx, lost replies, duplicates")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
