"""Rows from the database into the CSV files, one response at a time."""

import csv
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Protocol, TextIO

from admin_cli.bundle.columns import Table
from admin_cli.bundle.plan import Plan
from admin_cli.week_report.counting import Count, Counts, hour_at, none_yet, together
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
    with text_file(folder, table) as file:
        yield csv.writer(file, lineterminator="\n")


@contextmanager
def text_file(folder: Path, table: Table) -> Iterator[TextIO]:
    """The same for whoever writes whole lines."""
    path = folder / table.path
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(*table.heads))
        yield file


@cache
def _line(*cells: str) -> str:
    made = StringIO()
    csv.writer(made, lineterminator="\n").writerow(cells)
    return made.getvalue()


@dataclass(slots=True)
class Tallies:
    """Counts by lokus, period and week, up to the end of the `week` the bundle is of.

    `seconds` counts how long the forms of that week took, superseded ones too.
    """

    items: Sequence[str]
    week: str
    counts: Counts
    seconds: Counter[int] = field(default_factory=Counter)

    def rows(self, places: Iterable[tuple[str, str]]) -> Iterator[Cells]:
        """The lines of `f03_index.csv`: one for each lokus and period."""
        weeks = defaultdict[tuple[str, str], list[Count]](list)
        for (lokus, period, _), one in self.counts.items():
            weeks[lokus, period].append(one)
        for place in places:
            now = self.counts.get((*place, self.week), Count(self.items)).tally
            ever, means = together(self.items, weeks[place]), now.means
            shown = [_number(means.get(item)) for item in self.items]
            last = (_number(now.index), ever.n, _number(ever.index))
            yield *place, self.week, now.n, *shown, *last


async def fill_responses(
    file: TextIO, responses: AsyncIterator[Sequence[Response]], plan: Plan, items: Sequence[str]
) -> tuple[int, Tallies]:
    """Write the responses of the week, count those of the whole period."""
    tallies, read = Tallies(items, str(plan.week), none_yet(items)), reader(items)
    rows = 0
    async for some in responses:
        shown = list(_lines(some, read, tallies))
        file.writelines(shown)
        rows += len(shown)
    return rows, tallies


def _lines(
    some: Iterable[Response], read: Callable[[str], Told], tallies: Tallies
) -> Iterator[str]:
    """One that was answered again is shown, and counts no more."""
    for one in some:
        hour, (answers, seconds) = hour_at(one.sent_hour, one.timezone), read(one.opening)
        if one.ended is None:
            tallies.counts[one.lokus, one.period, hour.week].add(answers, hour)
        if hour.week == tallies.week:
            if seconds:
                tallies.seconds[int(seconds)] += 1
            where = _line(one.lokus, one.period, hour.week, hour.day)[:-1]
            superseded = "false" if one.ended is None else "true"
            pace = f"{seconds},true" if seconds else ",false"
            said = ",".join(answers)
            yield f"{one.response_id},{where},{said},{superseded},{one.channel},{pace}\n"


def lokus_rows(every: Iterable[Lokus]) -> Iterator[Cells]:
    """The lines of `lokus.csv`."""
    for one in every:
        yield one.code, one.name, one.instansi.code, one.instansi.name, one.instansi.timezone


def _number(value: Fraction | None) -> str:
    return "" if value is None else decimal_text(value)
