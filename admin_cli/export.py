"""`loket export`: the files the scoring engine gets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, office
from admin_cli.codes import code_of
from admin_cli.door import PROBLEM_FOUND
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.bundle.making import Made, Wanted

app = typer.Typer(no_args_is_help=True, help="Files for the scoring engine: week.")

Week = Annotated[
    str, typer.Argument(metavar="[WEEK]", help="ISO week, e.g. 2026-W47; the running one if none.")
]
Last = Annotated[bool, typer.Option("--last", help="The last week that is over everywhere.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder for the file.")]
WithEvidence = Annotated[
    bool, typer.Option("--with-evidence", help="With the files that prove F-01.")
]
OnlyOf = Annotated[str, typer.Option(metavar="CODE", help="Only the lokus of this instansi.")]


@app.callback()
def export() -> None:
    """Files for the scoring engine: week."""


@app.command()
def week(
    week: Week = "",
    *,
    last: Last = False,
    out: Out = Path(),
    instansi: OnlyOf = "",
    with_evidence: WithEvidence = False,
    as_json: AsJson = False,
) -> None:
    """Write the bundle of a week: a zip, the same bytes whenever it is made again."""
    from admin_cli.bundle.making import Wanted
    from bot.evidence.place import store_of

    settings = office.settings()
    owner = code_of(instansi) if instansi else ""
    store = store_of(settings) if with_evidence else None
    made = _made(Wanted(week, last, owner, out, clock.now(), settings.timezone, store))
    if not made.complete:
        say(f"{made.week} is not over: this file is provisional, it changes until the week is over")
    if as_json:
        document(_shape(made))
    elif sys.stdout.isatty():
        typer.echo(f"{made.file}: {made.week}, responses: {made.rows['f03_responses']}")
    else:
        typer.echo(f"{made.file}\t{made.week}\t{made.rows['f03_responses']}\t{made.sha256}")


def _made(wanted: "Wanted") -> "Made":
    from admin_cli.bundle.evidence_files import EvidenceUnsound
    from admin_cli.bundle.making import make

    try:
        return office.reading(lambda tables: make(tables, wanted))
    except EvidenceUnsound as error:
        say(f"error: {error} [{error.code}]")
        raise typer.Exit(PROBLEM_FOUND) from None


def _shape(made: "Made") -> dict[str, Any]:
    return {
        "file": str(made.file),
        "week": str(made.week),
        "first_day": str(made.week.first_day),
        "last_day": str(made.week.last_day),
        "complete": made.complete,
        "rows": dict(made.rows),
        "sha256": made.sha256,
    }
