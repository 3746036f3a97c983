"""`f03_later.csv`: flags of earlier weeks that became known in this one; their bundles stay."""

from pathlib import Path
from zoneinfo import ZoneInfo

from admin_cli.bundle.columns import CODE_OF_LOKUS, PERIOD, Table, column, required
from admin_cli.bundle.filling import csv_file
from admin_cli.bundle.plan import Plan
from storage.database import Connection
from storage.later_flags import Window, known_later
from storage.responses import Scope, Span
from survey_flows.quality.rows import Backcheck
from survey_flows.weeks import Week, day_of

_SAID = [Backcheck.SELF, Backcheck.ASSISTED, Backcheck.STAFF]

LATER = Table(
    "f03_later",
    "F-03: flags of responses of earlier weeks that became known in this one",
    ("response_id",),
    (
        required("response_id", "string", "a row of an earlier week's f03_flags", unique=True),
        CODE_OF_LOKUS,
        PERIOD,
        required("week", "string", "the earlier week", pattern=r"\d{4}-W\d{2}"),
        column("staff_account", "boolean", "true: the account was found to hold a post there"),
        column("backcheck", "string", "what was said of who had filled it in", enum=_SAID),
    ),
    {"lokus": "lokus"},
)


async def fill_later(
    connection: Connection, folder: Path, planned: Plan, week: Scope, size: int
) -> int:
    """Write the table; how many rows it has."""
    spans = {zone: Span(0, span.first) for zone, span in planned.spans.items()}
    earlier = Scope(week.form_id, spans, week.instansi)
    days = Window(planned.week.first_day, planned.week.last_day, size)
    found = list(await known_later(connection, earlier, days))
    with csv_file(folder, LATER) as writer:
        for one in found:
            sent = Week.of(day_of(one.sent_hour, ZoneInfo(one.timezone)))
            place = (one.response_id, one.lokus, one.period, str(sent))
            writer.writerow([*place, "true" if one.is_staff else "", one.said])
    return len(found)
