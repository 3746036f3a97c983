"""Several programs write to one SQLite file while another holds its lock now and then.

`python -m tests.faults.locks --turns 100000` prints one closing line: a turn that is told "locked"
is refused, and none may be.
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError

from storage import deliveries
from storage.database import Database
from tests.databases import sqlite_url

_WRITERS, _AT_ONCE = 4, 2
_HELD = (0.05, 0.8)  # seconds the other one keeps the lock
_TODAY = date(2026, 11, 22)


def main(words: Sequence[str] | None = None) -> int:
    """0 only if no turn was refused and every one is stored."""
    given = _arguments(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="locks-") as name:
        folder = Path(name)
        url = asyncio.run(sqlite_url(folder, folder / "template.db"))
        over = Event()
        holder = Thread(target=_hold, args=(folder / "loket.db", over))
        holder.start()
        share = -(-given.turns // (_WRITERS * _AT_ONCE))
        with ProcessPoolExecutor(_WRITERS, mp_context=get_context("forkserver")) as pool:
            refused = sum(pool.map(partial(_write, url, share), range(_WRITERS)))
        over.set()
        holder.join()
        stored = asyncio.run(_stored(url))
    turns = share * _WRITERS * _AT_ONCE
    seconds = time.monotonic() - began
    lost = turns - refused - stored
    sys.stdout.write(f"turns {turns} · refused {refused} · lost {lost} · {seconds:.0f} s\n")
    return 1 if refused or lost else 0


def _hold(path: Path, over: Event) -> None:
    """An admin at work with the sqlite3 command, say."""
    chance = Random(1)
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    while not over.wait(chance.uniform(0.05, 0.3)):
        connection.execute("BEGIN IMMEDIATE")
        over.wait(chance.uniform(*_HELD))
        connection.execute("COMMIT")
    connection.close()


def _write(url: str, share: int, number: int) -> int:
    """How many turns of this process were refused."""
    return asyncio.run(_turns(url, share, number))


async def _turns(url: str, share: int, number: int) -> int:
    database = Database(url)

    async def one(first: int) -> int:
        refused = 0
        for update in range(first, first + share):
            try:
                async with database.writing() as connection:
                    await deliveries.book(connection, update, _TODAY)
            except DBAPIError:
                refused += 1
        return refused

    starts = (share * (number * _AT_ONCE + lane) + 1 for lane in range(_AT_ONCE))
    refused = sum(await asyncio.gather(*map(one, starts)))
    await database.close()
    return refused


async def _stored(url: str) -> int:
    database = Database(url)
    async with database.reading() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM updates")
        count = int(found.scalar_one())
    await database.close()
    return count


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.locks")
    parser.add_argument("--turns", type=int, default=100_000)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
