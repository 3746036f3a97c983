"""The workbook of a week, for people; machines get the bundle."""

from io import BytesIO
from pathlib import Path

from admin_cli.summary import f01_sheets, f03_sheets, front
from admin_cli.summary.book import book
from admin_cli.week_report import wording
from admin_cli.week_report.counting import Counts
from admin_cli.week_report.loading import Wanted, load
from admin_cli.week_report.report import Report
from admin_cli.whole_file import replacing
from storage.database import Connection


async def write_summary(
    connection: Connection, wanted: Wanted, target: Path, counts: Counts | None = None
) -> None:
    """Load and write the workbook of `wanted`; the same week gives the same bytes."""
    write(await load(connection, wanted, counts), target)


def write(report: Report, target: Path) -> None:
    """A reader sees the old file or the new one, whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as draft:
        draft.write_bytes(content(report))


def content(report: Report) -> bytes:
    """All sheets, in the order people ask for them."""
    made = BytesIO()
    with book(f"{wording.TITLE} {report.week}", made) as opened:
        front.front(opened, report)
        f03_sheets.lokus(opened, report)
        f03_sheets.indices(opened, report)
        f03_sheets.items(opened, report)
        f01_sheets.progress(opened, report)
        f01_sheets.evidence(opened, report)
        front.notes(opened, report)
    return made.getvalue()
