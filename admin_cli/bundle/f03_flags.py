"""`f03_flags.csv`: what the answers of the week look like. Values only; no row is ever dropped."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from admin_cli.bundle.columns import CODE_OF_LOKUS, Table, column, required
from admin_cli.bundle.filling import Cells, csv_file
from admin_cli.flag_rows import row_of
from storage import responses
from storage.database import Connection
from storage.responses import Later, Response, Scope
from storage.staff_traces import Traces
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Backcheck, Opening, Row, Seen
from survey_flows.quality.timing import LEAST_FOR_RSI
from survey_flows.sealed_answers import reader

MOST_COMPARED = 2000
"""Responses of one lokus in a week that are held against each other; beyond it costs too long."""

_SHARE = {"minimum": 0, "maximum": 1}
_COUNT = {"minimum": 0}
_MORE = f"; empty beyond {MOST_COMPARED} responses"
_STAFF = "the account held a post there in the period; empty if nobody could look"
_SPREAD = "sample standard deviation of the answers"

FLAGS = Table(
    "f03_flags",
    "F-03: what each response looks like; values, never a verdict (docs/integrity.md)",
    ("response_id",),
    (
        required("response_id", "string", "a row of f03_responses", unique=True),
        CODE_OF_LOKUS,
        column("t_item_med", "number", "median seconds before an item", **_COUNT),
        column("n_lt_2s", "integer", "items answered in less than two seconds", **_COUNT),
        column("n_lt_1s", "integer", "items answered in less than one second", **_COUNT),
        column("rsi", "number", "median total of all / own total; needs 30 of them", **_COUNT),
        required("longstring", "integer", "longest run of equal answers", minimum=1),
        required("irv", "number", _SPREAD, **_COUNT),
        required("top_share", "number", "share of the most frequent value", **_SHARE),
        required("mean", "number", "mean of the answers", minimum=1, maximum=5),
        column("dup_group", "integer", f"responses with just these answers{_MORE}", minimum=1),
        column("maxmatch", "number", f"share equal with the most similar one{_MORE}", **_SHARE),
        required("outside_hours", "boolean", "sent outside 07-16, or on a Sunday"),
        column("acct_seen", "string", "days since the account came", enum=[*Seen]),
        column("staff_account", "boolean", _STAFF),
        column("on_site", "boolean", "not known: Telegram tells no place; always empty"),
        column("backcheck", "string", "asked later who filled it in", enum=[*Backcheck]),
    ),
    {"lokus": "lokus", "response_id": "f03_responses"},
)


@dataclass(frozen=True, slots=True)
class Known:
    """What had been said by the end of the bundle: the last day of its week, and its leaves.

    `seconds` counts how long every form of the week took. Without `traces` nothing is said of
    accounts of the staff.
    """

    last_day: date
    leaves: int
    seconds: Counter[int]
    traces: Traces | None

    def then(self, one: Response) -> Response:
        """What comes afterwards must not change a bundle that is made again."""
        later = one.later
        if later is None or (later.said and later.seq < self.leaves):
            return one
        asked = Later(later.asked_on) if later.asked_on <= self.last_day else None
        return one._replace(later=asked)


async def fill_flags(
    connection: Connection, folder: Path, week: Scope, items: Sequence[str], known: Known
) -> int:
    """Write the table, a lokus at a time; how many rows it has."""
    pooled, read, made = _pooled(known.seconds), reader(items), 0
    with csv_file(folder, FLAGS) as writer:
        every = responses.stream_by_lokus(connection, week)
        found = (known.then(one) async for some in every for one in some)
        rows = (row_of(one, read, known.traces) async for one in found)
        async for some, is_whole in _batches(rows):
            writer.writerows(_cells(some, pooled, is_whole=is_whole))
            made += len(some)
    return made


def _pooled(totals: Counter[int]) -> float | None:
    """The median total of everybody; totals are whole seconds, so counting them is enough."""
    if totals.total() < LEAST_FOR_RSI:
        return None
    middles = {(totals.total() - 1) // 2, totals.total() // 2}
    return sum(_at(totals, middle) for middle in sorted(middles)) / len(middles)


def _at(totals: Counter[int], place: int) -> int:
    """What stands there when all are sorted; `place` counts from 0."""
    for total in sorted(totals):
        place -= totals[total]
        if place < 0:
            return total
    raise IndexError(place)


async def _batches(read: AsyncIterator[Row]) -> AsyncIterator[tuple[list[Row], bool]]:
    """All rows of a lokus and period, or a part of them where they are too many to compare."""
    some, is_whole = list[Row](), True
    async for row in read:
        is_next = bool(some) and (row.lokus, row.period) != (some[0].lokus, some[0].period)
        if is_next or len(some) == MOST_COMPARED:
            yield some, is_whole and is_next
            some, is_whole = [], is_next
        some.append(row)
    if some:
        yield some, is_whole


def _cells(rows: Sequence[Row], pooled: float | None, *, is_whole: bool) -> Iterator[Cells]:
    lokus, heads = rows[0].lokus, FLAGS.heads[2:]
    for name, flags in flags_of(rows, Opening(), pooled, are_compared=is_whole).items():
        said = flags.columns()
        yield name, lokus, *[_text(said[head]) for head in heads]


def _text(value: str | float | bool | None) -> str | int:
    """As CSV says it: six digits are more than any of these means.

    >>> _text(True), _text(None), _text(2.50), _text(7), _text("self")
    ('true', '', '2.5', 7, 'self')
    """
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
