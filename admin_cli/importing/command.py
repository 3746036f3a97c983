"""`loket lokus import`: look at it, agree to it, store it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from admin_cli import office, setting_up
from admin_cli.codes import code_of
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.importing.template import USUAL_NAME, write_template
from admin_cli.printing import AsJson, document, say

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="A .xlsx or .csv with a lokus on each row.")
]
OfAll = Annotated[
    str, typer.Option("--instansi", metavar="CODE", help="Whose lokus they are where no row says.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing.")]
Template = Annotated[bool, typer.Option("--template", help="Write an empty sheet to fill in.")]
Out = Annotated[
    Path,
    typer.Option(metavar="FILE", dir_okay=False, help="Where the template goes; .xlsx or .csv."),
]


def import_lokus(
    file: File = None,
    *,
    instansi: OfAll = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    template: Template = False,
    out: Out = USUAL_NAME,
    as_json: AsJson = False,
) -> None:
    """Add the lokus of a FILE, all or nothing; shows what would change, then asks.

    Columns: kode, nama, kode instansi, and for a new instansi nama instansi and zona waktu, in any
    order, titles above them. Repeated, it changes nothing; a new name renames. Exit 1: problems.
    """
    if template:
        _write_template(out, as_json=as_json)
    elif file is None:
        raise WrongUse("name a FILE, or begin with `loket lokus import --template`")
    else:
        _import(file, code_of(instansi) if instansi else "", _Way(dry_run, yes, as_json))


@dataclass(frozen=True, slots=True)
class _Way:
    """How it was asked for."""

    is_dry: bool
    is_agreed: bool
    is_json: bool


def _write_template(out: Path, *, as_json: bool) -> None:
    write_template(out)
    if as_json:
        document({"template": str(out)})
    else:
        say(f"{out} is made: fill it in, then loket lokus import {out}")


def _import(file: Path, instansi: str, way: _Way) -> None:
    from admin_cli.importing.plan import planned
    from admin_cli.importing.reading import read_sheet
    from admin_cli.importing.rows import asked
    from admin_cli.importing.showing import shape, show
    from admin_cli.importing.storing import known, store

    timezone = office.settings().timezone
    rows = asked(read_sheet(file), instansi)
    plan = planned(rows, office.reading(known), timezone)
    if not way.is_json:
        show(plan)
    is_stored = bool(plan.changes) and not plan.problems and _is_agreed(way, len(plan.changes))
    if is_stored:
        office.writing(lambda tables: store(tables, rows, plan, timezone))
    if way.is_json:
        document(shape(plan, is_stored=is_stored))
    elif not plan.problems:
        say(_ending(is_stored, is_needed=bool(plan.changes)))
    if plan.problems:
        raise typer.Exit(PROBLEM_FOUND)


def _is_agreed(way: _Way, changes: int) -> bool:
    if way.is_dry or way.is_agreed:
        return not way.is_dry
    if not setting_up.is_terminal():
        raise WrongUse("nobody is here to agree: say --yes to store it, or --dry-run to look")
    return typer.confirm(f"Store these {changes} changes?", default=False, err=True)


def _ending(is_stored: bool, *, is_needed: bool) -> str:
    if is_stored:
        return "stored; next: loket period open, loket qr make --all"
    return "nothing was stored" if is_needed else "there is nothing to change"
