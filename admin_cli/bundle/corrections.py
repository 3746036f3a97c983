"""What an earlier week said and this week corrects, so that the engine can catch up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from admin_cli.bundle.columns import CODE_OF_LOKUS, PERIOD, Table, column, required
from admin_cli.bundle.filling import Cells, csv_file
from admin_cli.bundle.plan import Plan
from storage import openings, progress
from storage.database import Connection
from storage.openings import Erased
from storage.progress import Sending
from storage.responses import Span
from survey_flows.weeks import Week, day_at, day_of

_TABLES = ["f01_submissions", "f03_responses"]
_KINDS = ["resent", "superseded", "withdrawn", "erased"]
_EARLIER = r"\d{4}-W\d{2}"

CORRECTIONS = Table(
    "corrections",
    "Rows of earlier weeks that count no more",
    ("table", "id"),
    (
        required("table", "string", "the table the row was in", enum=_TABLES),
        required("id", "string", "its submission_id or response_id"),
        CODE_OF_LOKUS,
        PERIOD,
        required("week", "string", "the earlier week, whose bundle has the row", pattern=_EARLIER),
        required("kind", "string", "what happened to it", enum=_KINDS),
        column("replaced_by", "string", "id of the row in this bundle that counts instead"),
    ),
    {"lokus": "lokus"},
)


async def fill_corrections(
    connection: Connection, folder: Path, sendings: Sequence[Sending], planned: Plan, instansi: str
) -> int:
    """Write the table; how many rows it has."""
    ever = await sent(connection, planned.spans_so_far, instansi)
    gone = await openings.erased(connection, instansi)
    rows = [*resent(ever, {one.key for one in sendings}), *erased(gone, planned.week)]
    with csv_file(folder, CORRECTIONS) as writer:
        for row in rows:
            writer.writerow(row)
    return len(rows)


async def sent(
    connection: Connection, spans: Mapping[str, Span], instansi: str
) -> Sequence[Sending]:
    """Sorted here: databases do not agree on whether A comes before b."""
    found = await progress.sent(connection, spans, instansi)
    return sorted(found, key=lambda one: (one.lokus, one.period, one.revision))


def resent(ever: Sequence[Sending], this_week: set[str]) -> Iterator[Cells]:
    """Of each F-01 sent again this week: the revision that stood until then."""
    for _, group in groupby(ever, key=lambda one: (one.lokus, one.period)):
        revisions = list(group)
        earlier = [one for one in revisions if one.key not in this_week]
        if earlier and len(earlier) < len(revisions):
            old, new = earlier[-1], revisions[-1]
            place = (old.lokus, old.period, str(_week(old)))
            yield "f01_submissions", old.key, *place, "resent", new.key


def erased(every: Iterable[Erased], week: Week) -> Iterator[Cells]:
    """Responses of earlier weeks that were erased by law in this one."""
    for one in every:
        sent = Week.of(day_of(one.sent_hour, ZoneInfo(one.timezone)))
        is_now = week.first_day <= date.fromisoformat(one.gone_on) <= week.last_day
        if is_now and sent < week:
            place = (one.lokus, one.period, str(sent))
            yield "f03_responses", one.response_id, *place, "erased", ""


def _week(one: Sending) -> Week:
    return Week.of(day_at(one.at, ZoneInfo(one.timezone)))
