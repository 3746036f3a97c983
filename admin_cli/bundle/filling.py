"""Rows from the database into the CSV files, one response at a time."""

import csv
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from admin_cli.bundle.columns import Table
from admin_cli.bundle.plan import Plan
from storage.places import Lokus
from storage.responses import Response
from survey_flows.scoring import Tally, decimal_text
from survey_flows.weeks import day_of

Cells = Sequence[str | int]


class Writer(Protocol):
    """What `csv.writer` gives."""

    def writerow(self, row: Iterable[str | int], /) -> object: ...


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
    """Sums by lokus and period: of the week, and of the period up to its end.

    `seconds` counts how long the forms of the week took, superseded ones too.
    """

    items: Sequence[str]
    of_week: dict[tuple[str, str], Tally] = field(default_factory=dict)
    of_period: dict[tuple[str, str], Tally] = field(default_factory=dict)
    seconds: Counter[int] = field(default_factory=Counter)

    def add(self, response: Response, *, in_week: bool) -> None:
        """Count one response; one that was answered again is shown, and counts no more."""
        if in_week and response.measures.seconds is not None:
            self.seconds[response.measures.seconds] += 1
        if response.is_superseded:
            return
        place = (response.lokus, response.period)
        self.of_period.setdefault(place, Tally(self.items)).add(response.answers)
        if in_week:
            self.of_week.setdefault(place, Tally(self.items)).add(response.answers)

    def row(self, lokus: str, period: str, week: str) -> Cells:
        """One line of `f03_index.csv`."""
        place, none = (lokus, period), Tally(self.items)
        now, ever = self.of_week.get(place, none), self.of_period.get(place, none)
        means = now.means
        shown = [_number(means.get(item)) for item in self.items]
        last = (_number(now.index), ever.n, _number(ever.index))
        return [lokus, period, week, now.n, *shown, *last]


async def fill_responses(
    writer: Writer, responses: AsyncIterator[Response], plan: Plan, items: Sequence[str]
) -> tuple[int, Tallies]:
    """Write the responses of the week, count those of the whole period."""
    tallies, spans, rows = Tallies(items), plan.spans, 0
    async for one in responses:
        span = spans[one.timezone]
        in_week = span.first <= one.sent_hour < span.end
        tallies.add(one, in_week=in_week)
        if in_week:
            writer.writerow(_row(one, str(plan.week), items))
            rows += 1
    return rows, tallies


def lokus_rows(every: Iterable[Lokus]) -> Iterator[Cells]:
    """The lines of `lokus.csv`."""
    for one in every:
        yield one.code, one.name, one.instansi.code, one.instansi.name, one.instansi.timezone


def _row(one: Response, week: str, items: Sequence[str]) -> Cells:
    day = day_of(one.sent_hour, ZoneInfo(one.timezone))
    answers = [one.answers[item] for item in items]
    heads = (one.response_id, one.lokus, one.period, week, day.isoformat())
    superseded = str(one.is_superseded).lower()
    seconds, is_valid = one.measures.seconds, str(one.measures.timing_valid).lower()
    pace = ("" if seconds is None else seconds, is_valid)
    return [*heads, *answers, superseded, one.channel, *pace]


def _number(value: Fraction | None) -> str:
    return "" if value is None else decimal_text(value)
