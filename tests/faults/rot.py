"""A byte of the database goes bad: what the answers say must not change unseen.

`python -m tests.faults.rot --flips 1000` changes one byte at a time, anywhere in a database full of
sealed responses. A flip that changes what any answer, leaf or receipt reads must be found by
SQLite's own check or by `loket ledger verify`, before anything is exported.
"""

import argparse
import asyncio
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random, SystemRandom

from storage import ledger_check
from storage.database import Database
from tests.databases import sqlite_url
from tests.faults.rivals import play

_SAID = ("openings", "responses", "leaves")
_PEOPLE = 40


def main(words: Sequence[str] | None = None) -> int:
    """0 only if every change of an answer was seen."""
    given = _arguments(words)
    began, chance = time.monotonic(), Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="rot-") as name:
        folder = Path(name)
        url = asyncio.run(sqlite_url(folder, folder / "template.db"))
        asyncio.run(play(url, folder, _PEOPLE, 1))
        whole = folder / "loket.db"
        before, places = _said(whole), _places(whole)
        counted = {"harmless": 0, "seen": 0, "unseen": 0}
        for _ in range(given.flips):
            counted[_flipped(whole, folder / "flipped.db", chance.choice(places), before)] += 1
    seconds = time.monotonic() - began
    said = " · ".join(f"{word} {count}" for word, count in counted.items())
    sys.stdout.write(f"flips {given.flips} · {said} · {seconds:.0f} s\n")
    return 1 if counted["unseen"] or not counted["seen"] else 0


def _places(path: Path) -> Sequence[int]:
    """Every byte of the pages in which the answers are; of all pages where SQLite cannot say."""
    query = f"SELECT pageno FROM dbstat WHERE name IN ({', '.join('?' * len(_SAID))})"
    with closing(sqlite3.connect(path)) as connection:
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        try:
            pages = [int(row[0]) for row in connection.execute(query, _SAID)]
        except sqlite3.OperationalError:
            return range(path.stat().st_size)
    return [byte for page in pages for byte in range((page - 1) * size, page * size)]


def _flipped(whole: Path, path: Path, place: int, before: object) -> str:
    shutil.copy(whole, path)
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1 << place % 8]))
    if asyncio.run(_is_seen(path)):
        return "seen"
    return "harmless" if _said(path) == before else "unseen"


async def _is_seen(path: Path) -> bool:
    """By the checks that are made before an export."""
    database = Database(f"sqlite:///{path}")
    try:
        async with database.reading() as connection:
            checked = await connection.exec_driver_sql("PRAGMA integrity_check")
            if checked.scalar_one() != "ok":
                return True
            return bool([one async for one in ledger_check.problems(connection, {})])
    except Exception:  # noqa: BLE001 - what cannot be read was seen
        return True
    finally:
        await database.close()


def _said(path: Path) -> list[Iterable[object]] | str:
    """All that the answers say, or why it cannot be read."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            return [
                row
                for table in _SAID
                for row in connection.execute(f"SELECT * FROM {table}")  # table names of ours
            ]
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return str(error)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.rot")
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
