"""kill -9 in the middle of an upgrade: the database is as it was, or as it should be.

`python -m tests.faults.migrations --kills 100` prints one closing line. Databases begin empty or at
an older version with a row in them; after the kill the upgrade is made again, and must succeed.
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random, SystemRandom

from storage import migrate
from storage.database import Database
from storage.migrate import head

_OLD = "0002"
_ROW = "INSERT INTO instansi (code, name, timezone) VALUES ('kota', 'Kota', 'Asia/Makassar')"
_KILLED = -9


def main(words: Sequence[str] | None = None) -> int:
    """0 only if every database was at one of the two versions, and came to its end."""
    given = _arguments(words)
    began, chance = time.monotonic(), Random(given.seed)
    context = get_context("forkserver")
    context.set_forkserver_preload(["storage.migrate", "storage.tables", "aiosqlite"])
    kills, trouble = 0, list[str]()
    with tempfile.TemporaryDirectory(prefix="migrations-") as name:
        longest = _upgraded(context, Path(name) / "first.db", 3600)[1]
        while kills < given.kills:
            path = Path(name) / f"{chance.random()}.db"
            is_old = chance.random() < 0.5
            if is_old:
                asyncio.run(_make_old(path))
            code, _ = _upgraded(context, path, chance.uniform(0, longest))
            if code == _KILLED:
                kills += 1
                trouble += asyncio.run(_problems(path, is_old=is_old))
    for line in trouble[:5]:
        sys.stderr.write(f"{line}\n")
    seconds = time.monotonic() - began
    sys.stdout.write(f"kills {kills} · between {len(trouble)} · {seconds:.0f} s\n")
    return 1 if trouble else 0


def _upgraded(context: ForkServerContext, path: Path, patience: float) -> tuple[int, float]:
    """How a process that upgrades ended, and after how many seconds."""
    began = time.monotonic()
    child = context.Process(target=_upgrade, args=(path,))
    child.start()
    child.join(patience)
    child.kill()
    child.join()
    return child.exitcode or 0, time.monotonic() - began


def _upgrade(path: Path) -> None:
    asyncio.run(_bring(path, "head"))


async def _bring(path: Path, version: str) -> None:
    database = Database(f"sqlite:///{path}")
    await migrate.upgrade(database, version)
    await database.close()


async def _make_old(path: Path) -> None:
    await _bring(path, _OLD)
    with sqlite3.connect(path) as connection:
        connection.execute(_ROW)
    connection.close()


async def _problems(path: Path, *, is_old: bool) -> list[str]:
    """What is neither old nor new, or does not come to its end."""
    database = Database(f"sqlite:///{path}")
    try:
        async with database.reading() as connection:
            version = await migrate.version_of(connection)
        if version not in {head(), _OLD if is_old else None}:
            return [f"at {version}"]
        await migrate.upgrade(database)
        await migrate.require_current(database)
        async with database.reading() as connection:
            said = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one()
            rows = (await connection.exec_driver_sql("SELECT code FROM instansi")).all()
        return [] if (said, len(rows)) == ("ok", int(is_old)) else [f"{said}, {len(rows)} rows"]
    except Exception as error:  # noqa: BLE001 - whatever it was, the next start fails too
        return [repr(error)]
    finally:
        await database.close()


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.migrations")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
