"""`loket report week`: the week on paper and as a workbook."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, office
from admin_cli.codes import OnlyOf, code_of
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.week_report.loading import Wanted
    from admin_cli.week_report.report import Report


class Format(StrEnum):
    """What to write."""

    PDF = "pdf"
    XLSX = "xlsx"
    BOTH = "both"


MANY = 20
WhichWeek = Annotated[
    str, typer.Argument(metavar="[WEEK]", help="ISO week, e.g. 2026-W47; the running one if none.")
]
Last = Annotated[bool, typer.Option("--last", help="The last week that is over everywhere.")]
OfFormat = Annotated[Format, typer.Option("--format", help="The paper, the workbook, or both.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder for the files.")]
OfPeriod = Annotated[
    str, typer.Option("--period", metavar="CODE", help="If the week has several: the newest.")
]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on disk now."""

    file: Path
    pages: int | None = None


def week(
    which: WhichWeek = "",
    *,
    last: Last = False,
    format_: OfFormat = Format.BOTH,
    out: Out = Path(),
    instansi: OnlyOf = "",
    period: OfPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Write what people read of a week: laporan_WEEK.pdf and ringkasan_WEEK.xlsx, in Indonesian.

    Answers are shown once the week is over, of lokus with at least 10; of the others only how many.
    """
    from admin_cli.week_report.loading import Wanted, load

    owner = code_of(instansi) if instansi else ""
    zone = office.settings().timezone
    wanted = Wanted(which, last, owner, period, clock.now(), zone)
    report = office.reading(lambda tables: load(tables, wanted))
    _note(report)
    files = _write(report, wanted, format_, out)
    if as_json:
        document(_shape(report, files))
    else:
        for one in files:
            typer.echo(f"{one.file}\t{report.week}\t{report.n}\t{len(report.shown)}")


def _note(report: "Report") -> None:
    if not report.is_over:
        say(f"{report.week} is not over: its answers come later; --last is the week before")
    if report.others:
        say(
            f"note: shown is period {report.period.code}; "
            f"in this week too: {', '.join(report.others)} (--period CODE)"
        )


def _write(report: "Report", wanted: "Wanted", kind: Format, out: Path) -> list[Written]:
    end = f"{wanted.instansi}_{report.week}" if wanted.instansi else str(report.week)
    files = []
    if kind != Format.XLSX:
        files.append(_paper(report, out / f"laporan_{end}.pdf"))
    if kind != Format.PDF:
        from admin_cli.summary.writing import write

        target = out / f"ringkasan_{end}.xlsx"
        write(report, target)
        files.append(Written(target))
    return files


def _paper(report: "Report", target: Path) -> Written:
    from admin_cli.week_report.paper import write

    with typer.progressbar(
        length=len(report.shown),
        label="lokus",
        file=typer.get_text_stream("stderr"),
        hidden=len(report.shown) < MANY,
    ) as bar:
        return Written(target, write(report, target, lambda: bar.update(1)))


def _shape(report: "Report", files: list[Written]) -> dict[str, Any]:
    from admin_cli.week_report.shapes import shape

    return {"files": [_file(one) for one in files]} | shape(report)


def _file(one: Written) -> Mapping[str, Any]:
    held = one.file.read_bytes()
    return {
        "file": str(one.file),
        "pages": one.pages,
        "bytes": len(held),
        "sha256": hashlib.sha256(held).hexdigest(),
    }
