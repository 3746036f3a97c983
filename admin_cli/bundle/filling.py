"""Rows from the database into the CSV files, one response at a time."""

import csv
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from admin_cli.bundle.columns import Table
from admin_cli.bundle.plan import Plan
from admin_cli.week_report.counting import Counts, hour_at, none_yet, together
from storage.places import Lokus
from storage.responses import Response
from survey_flows.scoring import decimal_text
from survey_flows.sealed_answers import Told, reader

Cells = Sequence[str | int]


class Writer(Protocol):
    """What `csv.writer` gives."""

    def writerow(self, row: Iterable[str | int], /) -> object: ...

    def writerows(self, rows: Iterable[Iterable[str | int]], /) -> object: ...


@contextmanager
def csv_file(folder: Path, table: Table) -> Iterator[Writer]:
    """A file that begins with its heads; UTF-8, plain newlines, quotes only where needed."""
    path = folder / table.path
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.heads)
        yield writer


@dataclass(slots=True)
class Tallies:
    """Counts by lokus, period and week, up to the end of the `week` the bundle is of.

    `seconds` counts how long the forms of that week took, superseded ones too.
    """

    items: Sequence[str]
    week: str
    counts: Counts
    seconds: Counter[int] = field(default_factory=Counter)

    def row(self, lokus: str, period: str) -> Cells:
        """One line of `f03_index.csv`."""
        weeks = [one for key, one in self.counts.items() if key[:2] == (lokus, period)]
        now = self.counts[lokus, period, self.week].tally
        ever = together(self.items, weeks)
        means = now.means
        shown = [_number(means.get(item)) for item in self.items]
        last = (_number(now.index), ever.n, _number(ever.index))
        return [lokus, period, self.week, now.n, *shown, *last]


async def fill_responses(
    writer: Writer, responses: AsyncIterator[Sequence[Response]], plan: Plan, items: Sequence[str]
) -> tuple[int, Tallies]:
    """Write the responses of the week, count those of the whole period."""
    tallies, read = Tallies(items, str(plan.week), none_yet(items)), reader(items)
    rows = 0
    async for some in responses:
        shown = list(_rows(some, read, tallies))
        writer.writerows(shown)
        rows += len(shown)
    return rows, tallies


def _rows(
    some: Iterable[Response], read: Callable[[str], Told], tallies: Tallies
) -> Iterator[Cells]:
    """One that was answered again is shown, and counts no more."""
    for one in some:
        hour, (answers, seconds) = hour_at(one.sent_hour, one.timezone), read(one.opening)
        if one.ended is None:
            tallies.counts[one.lokus, one.period, hour.week].add(answers, hour)
        if hour.week == tallies.week:
            if seconds:
                tallies.seconds[int(seconds)] += 1
            heads = (one.response_id, one.lokus, one.period, hour.week, hour.day)
            pace = (seconds, "true" if seconds else "false")
            yield *heads, *answers, "false" if one.ended is None else "true", one.channel, *pace


def lokus_rows(every: Iterable[Lokus]) -> Iterator[Cells]:
    """The lines of `lokus.csv`."""
    for one in every:
        yield one.code, one.name, one.instansi.code, one.instansi.name, one.instansi.timezone


def _number(value: Fraction | None) -> str:
    return "" if value is None else decimal_text(value)
