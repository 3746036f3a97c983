"""`loket integrity`: what can be seen in the answers, what cannot, and how well."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.codes import code_of
from admin_cli.door import WrongUse
from admin_cli.periods import OfPeriod
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.integrity_report.figures import Account, Report
    from survey_flows.quality.rows import Opening

ABOUT = "How far the answers can be relied on: report, demo."

app = typer.Typer(no_args_is_help=True, help=ABOUT)

MANY = 5
OfLokus = Annotated[str, typer.Option("--lokus", metavar="CODE", help="The report of one lokus.")]
All = Annotated[bool, typer.Option("--all", help="One report for each lokus.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder for the files.")]
Demo = Annotated[Path, typer.Option("--data", file_okay=False, help="Folder of the demo.")]
Cheat = Annotated[str, typer.Option("--lokus", metavar="CODE", help="Whose petugas cheats.")]
Hours = Annotated[str, typer.Option(metavar="FIRST-END", help="Opening hours, Monday to Saturday.")]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on disk now."""

    file: Path
    pages: int
    account: "Account"


@app.callback(help=ABOUT)
def integrity() -> None:
    """Group of commands."""


@app.command()
def report(
    lokus: OfLokus = "",
    *,
    all_: All = False,
    period: OfPeriod = "",
    hours: Hours = "07-16",
    out: Out = Path(),
    as_json: AsJson = False,
) -> None:
    """Write integritas_PERIOD_LOKUS.pdf for the evaluator, in Indonesian: values, no verdict.

    Fewer than 10 responses: only how many. Not for the office that is assessed.
    """
    from admin_cli.bundle.staff_accounts import look
    from admin_cli.integrity_report.loading import Wanted, load

    if bool(lokus) == all_:
        raise WrongUse("say which: --lokus CODE, or --all", "integrity.which")
    code, opening = code_of(lokus) if lokus else "", _opening(hours)
    today = office.today(office.settings().timezone)
    wanted = Wanted(code, period, today, opening)
    office.writing(lambda tables: look(tables, office.keys(office.settings()), today))
    found = office.reading(lambda tables: load(tables, wanted))
    files = _write(found, out)
    if as_json:
        document(_shape(found, files))
    else:
        for one in files:
            typer.echo(f"{one.file}\t{one.account.lokus.code}\t{one.account.n}\t{one.pages}")


@app.command()
def demo(data: Demo = Path("demo"), lokus: Cheat = "kel-sukamaju") -> None:
    """Let a petugas of the demo send 30 false answers, all fives, and write the report of it.

    Only in a folder that `loket demo` has made; a second time it just writes the report.
    """
    from admin_cli.demo_place import Place, require_demo
    from admin_cli.demo_stuffing import stuffed

    place = Place(data.absolute(), "", 0)
    require_demo(place)
    found, added = asyncio.run(stuffed(place, code_of(lokus)))
    (one,) = _write(found, place.folder)
    say(f"{added} false answers came in at {one.account.lokus.name}; {one.account.n} stand now")
    typer.echo(f"{one.file}\t{one.account.lokus.code}\t{one.account.n}\t{one.pages}")


def _opening(hours: str) -> "Opening":
    from survey_flows.quality.rows import Opening

    try:
        first, end = (int(one) for one in hours.split("-"))
        return Opening(first, end)
    except ValueError as error:
        raise WrongUse(f"{hours!r} are no hours: write 07-16", "hours.bad") from error


def _write(report: "Report", out: Path) -> list[Written]:
    from admin_cli.integrity_report.pages import write

    files = []
    with typer.progressbar(
        report.lokus,
        label="lokus",
        file=typer.get_text_stream("stderr"),
        hidden=len(report.lokus) < MANY,
    ) as every:
        for one in every:
            target = out / f"integritas_{report.period.code}_{one.lokus.code}.pdf"
            files.append(Written(target, write(report, one, target), one))
    return files


def _shape(report: "Report", files: list[Written]) -> dict[str, Any]:
    from admin_cli.integrity_report.shapes import shape

    return {"files": [_file(one) for one in files]} | shape(report)


def _file(one: Written) -> dict[str, Any]:
    held = one.file.read_bytes()
    return {
        "file": str(one.file),
        "lokus": one.account.lokus.code,
        "pages": one.pages,
        "bytes": len(held),
        "sha256": hashlib.sha256(held).hexdigest(),
    }
