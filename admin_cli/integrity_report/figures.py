"""What the report knows of a lokus; with fewer than 10 standing responses only how many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from admin_cli.integrity_report.power import Cell, read_power
from storage.periods import Period
from storage.places import Lokus
from survey_flows.quality.beyond import beyond, beyond_lokus
from survey_flows.quality.per_lokus import LEAST, LokusFlags
from survey_flows.quality.per_response import Flags
from survey_flows.quality.rows import Opening, Row


@dataclass(frozen=True, slots=True)
class Marked:
    """How many of the responses that have a value lie beyond the threshold."""

    beyond: int
    known: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of at least 10 standing responses. `totals` are sums of the answers of one response."""

    mean: float
    answers: Mapping[int, int]
    days: Mapping[date, int]
    hours: Mapping[int, int]
    totals: Mapping[int, int]
    seconds: Sequence[int]
    flags: LokusFlags
    is_beyond: Mapping[str, bool | None]
    marked: Mapping[str, Marked]
    power: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Account:
    """One lokus: `n` responses stand, `superseded` ones were replaced by their own citizens."""

    lokus: Lokus
    n: int
    superseded: int
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Report:
    """Of one period; made with these opening hours in mind."""

    period: Period
    opening: Opening
    lokus: Sequence[Account]


def account(
    lokus: Lokus, rows: Sequence[Row], flags: Sequence[Flags], found: LokusFlags | None
) -> Account:
    """The one place that decides what is shown."""
    stands = [row for row in rows if not row.marks.superseded]
    alone = [one for one in flags if not one.superseded]
    shown = _figures(stands, alone, found) if found and len(stands) >= LEAST else None
    return Account(lokus, len(stands), len(rows) - len(stands), shown)


def _figures(rows: Sequence[Row], flags: Sequence[Flags], found: LokusFlags) -> Figures:
    items = len(rows[0].answers)
    mean = sum(one.mean for one in flags) / len(flags)
    return Figures(
        mean=mean,
        answers=Counter(answer for row in rows for answer in row.answers),
        days=Counter(row.day for row in rows),
        hours=Counter(row.hour for row in rows),
        totals=Counter(sum(row.answers) for row in rows),
        seconds=[one.t_total for one in flags if one.t_total is not None],
        flags=found,
        is_beyond=beyond_lokus(found),
        marked=_marked([beyond(one, items) for one in flags]),
        power=read_power().nearest(len(rows), mean),
    )


def _marked(every: Sequence[Mapping[str, bool | None]]) -> dict[str, Marked]:
    return {
        flag: Marked(
            sum(one[flag] is True for one in every), sum(one[flag] is not None for one in every)
        )
        for flag in every[0]
    }
