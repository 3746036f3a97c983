"""How fast a ledger is checked, beside hashing its leaves once and nothing else."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import LOKET, Used, run
from tests.benchmarks.export import SET_UP, fill
from tests.benchmarks.tables import table

BASE = "SHA-256 of each leaf"
_FLOOR = """
import hashlib, sqlite3
for (body,) in sqlite3.connect("loket.db").execute("SELECT body FROM leaves ORDER BY seq"):
    hashlib.sha256(body.encode()).digest()
"""


@dataclass(frozen=True)
class Checked:
    """One way through so many leaves."""

    way: str
    leaves: int
    used: Used


def measure(size: int, folder: Path) -> list[Checked]:
    """`loket ledger verify`, and the floor."""
    folder.mkdir()
    for words in SET_UP:
        run([LOKET, *words], folder)
    asyncio.run(fill(f"sqlite:///{folder}/loket.db", size))
    verify = [LOKET, "ledger", "verify", "--json"]
    ways = {BASE: [sys.executable, "-c", _FLOOR], "`loket ledger verify`": verify}
    return [Checked(way, size, run(command, folder)) for way, command in ways.items()]


def check_table(every: list[Checked]) -> str:
    """A line for each way."""
    rows = [
        [
            one.way,
            f"{one.leaves:,}",
            f"{one.leaves / one.used.seconds:,.0f}",
            f"{one.used.cpu:.1f}",
            f"{one.used.peak:.0f}",
        ]
        for one in every
    ]
    return table(["ledger", "leaves", "leaves/s", "CPU s", "peak MB"], rows)
