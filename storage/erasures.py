"""The list of what was erased, in a file apart from the database: no backup brings it back.

It holds leaf hashes and days, which name nobody and show nothing.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.durable import sync_new_folder
from storage.tables import leaves

_FILE = "erasures.txt"


async def in_ledger(connection: AsyncConnection) -> dict[str, str]:
    """The day of every tombstone, by the hash of the leaf it names."""
    query = sa.select(leaves.c.about, leaves.c.body).where(leaves.c.kind == "erase")
    rows = await connection.execute(query.order_by(leaves.c.seq))
    return {row.about: json.loads(row.body)["day"] for row in rows}


def listed(folder: Path) -> dict[str, str]:
    """The same from the file; empty where there is none."""
    try:
        lines = (folder / _FILE).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    words = (line.split() for line in lines)
    return {one[0]: one[1] for one in words if len(one) == len(("hash", "day"))}


def enlist(folder: Path, erased: Mapping[str, str]) -> int:
    """Add what the list lacks; how many that were. What is in it stays."""
    known = listed(folder)
    missing = {name: day for name, day in erased.items() if name not in known}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        _append(folder / _FILE, (f"{name} {day}\n" for name, day in missing.items()))
        sync_new_folder(folder)
    return len(missing)


def _append(path: Path, lines: Iterable[str]) -> None:
    """A line cut off by a power cut is not read, and is written again."""
    with path.open("a", encoding="ascii") as file:
        file.write("".join(["\n" if path.stat().st_size else "", *lines]))
        file.flush()
        os.fsync(file.fileno())
