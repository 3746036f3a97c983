"""Export of many responses: rows a second and memory, ours beside `sqlite3 -csv` and DuckDB."""

import asyncio
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from storage.database import Database
from tests.answering import moment
from tests.benchmarks.children import LOKET, Used, run
from tests.benchmarks.tables import table, times
from tests.scoring.crowd import crowd

WEEK, AT = "2026-W02", "2026-01-07 02:00"
SET_UP = (
    ("init",),
    ("instansi", "add", "kota", "Kota"),
    ("lokus", "add", "pkm", "Puskesmas", "--instansi", "kota"),
    ("period", "open", "2026", "--from", "2026-01-01", "--until", "2026-12-31"),
)
BASE = "sqlite3 -csv"


@dataclass(frozen=True)
class Exported:
    """One way to write so many rows."""

    way: str
    rows: int
    used: Used

    @property
    def per_second(self) -> float:
        return self.rows / self.used.seconds


def measure(size: int, folder: Path, say: Callable[[str], None]) -> list[Exported]:
    """Every way once: one run of this length is its own average."""
    folder.mkdir()
    for words in SET_UP:
        run([LOKET, *words], folder)
    url = f"sqlite:///{folder}/loket.db"
    asyncio.run(fill(url, size))
    rows = [sys.executable, "-m", "tests.benchmarks.export_rows", url, WEEK, "."]
    made = [Exported("our rows of F-03", size, run(rows, folder))]
    wide = _wide(folder)
    copy = f"import duckdb;duckdb.connect({str(wide)!r}).execute(\"COPY wide TO 'duck.csv'\")"
    commands = {
        BASE: ["sqlite3", "-csv", "-header", "wide.db", "SELECT * FROM wide"],
        "DuckDB, its own file": [sys.executable, "-c", copy],
        "`loket export week`": [LOKET, "export", "week", WEEK, "--json"],
    }
    for way, command in commands.items():
        made.append(Exported(way, size, run(command, folder, "out.csv")))
        say(f"{size} responses  {made[-1].per_second:9,.0f} rows/s  {way}")
    shutil.rmtree(folder)
    return made


def export_table(every: list[Exported]) -> str:
    """A line for each way and size."""
    head = ["export", "responses", "rows/s", f"× {BASE}", "CPU s", "peak MB"]
    bases = {one.rows: one.per_second for one in every if one.way == BASE}
    return table(
        head,
        [
            [
                one.way,
                f"{one.rows:,}",
                f"{one.per_second:,.0f}",
                times(one.per_second, bases[one.rows]),
                f"{one.used.cpu:.1f}",
                f"{one.used.peak:.0f}",
            ]
            for one in every
        ],
    )


async def fill(url: str, size: int) -> None:
    """So many citizens have answered."""
    database = Database(url)
    work = partial(crowd, lokus="pkm", period="2026", at=moment(AT), size=size)
    async with database.writing() as connection:
        await work(connection)
    await database.close()


def _wide(folder: Path) -> Path:
    """The same rows as one table, in SQLite and in DuckDB, for those who only copy it out."""
    table, made = folder / "data" / "f03_responses.csv", folder / "wide.duckdb"
    run(["sqlite3", "wide.db", f".import --csv {table} wide"], folder)
    with duckdb.connect(str(made)) as duck:
        duck.execute(f"CREATE TABLE wide AS SELECT * FROM read_csv('{table}')")
    return made
