"""`loket export week`: the bundle of one week, or of every week that is over."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, office
from admin_cli.codes import OnlyOf, code_of
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.bundle.making import Made, Wanted
    from admin_cli.bundle.weeks import Owed
    from admin_cli.summary.beside import Pair
    from storage.database import Connection
    from storage.pushes import Bundle

MANY = 5  # from here on it takes long enough to want to see it move


class Kind(StrEnum):
    """How the tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


Week = Annotated[
    str, typer.Argument(metavar="[WEEK]", help="ISO week, e.g. 2026-W47; the running one if none.")
]
Last = Annotated[bool, typer.Option("--last", help="The last week that is over everywhere.")]
AllOpen = Annotated[
    bool,
    typer.Option("--all-open", help="Every finished week of the open periods, where not made yet."),
]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder for the file.")]
WithEvidence = Annotated[
    bool, typer.Option("--with-evidence", help="With the files that prove F-01.")
]
NoSummary = Annotated[
    bool, typer.Option("--no-summary", help="Without the workbook for people beside the bundle.")
]
As = Annotated[Kind, typer.Option("--format", help="Parquet needs `suaraloket[parquet]`.")]


def week(
    week: Week = "",
    *,
    last: Last = False,
    all_open: AllOpen = False,
    out: Out = Path(),
    instansi: OnlyOf = "",
    with_evidence: WithEvidence = False,
    kind: As = Kind.CSV,
    no_summary: NoSummary = False,
    as_json: AsJson = False,
) -> None:
    """Write the bundle of a week: a signed zip, the same bytes whenever it is made again.

    For people, pekppp_WEEK_ringkasan.xlsx is written beside it, in Indonesian.
    """
    from admin_cli.bundle.making import Wanted
    from bot.evidence.place import store_of

    settings = office.settings()
    owner = code_of(instansi) if instansi else ""
    store = store_of(settings) if with_evidence else None
    office.require_database()
    keys = office.keys(settings)
    place = (owner, out, clock.now(), settings.timezone)
    order = Wanted(week, last, *place, keys.bundle, keys.ledger, store, kind.value)
    if not all_open:
        _tell(_made(order, with_summary=not no_summary), as_json=as_json)
    elif week or last:
        raise WrongUse("give a week, --last or --all-open: one of them")
    else:
        _all_open(order, with_summary=not no_summary, as_json=as_json)


def _tell(pair: "Pair", *, as_json: bool) -> None:
    made = pair.made
    if not made.complete:
        say(f"{made.week} is not over: this file is provisional, it changes until the week is over")
    if as_json:
        document(_shape(pair))
        return
    if pair.summary:
        say(f"for people: {pair.summary}")
    if sys.stdout.isatty():
        typer.echo(f"{made.file}: {made.week}, responses: {made.rows['f03_responses']}")
    else:
        typer.echo(f"{made.file}\t{made.week}\t{made.rows['f03_responses']}\t{made.sha256}")


def _all_open(order: "Wanted", *, with_summary: bool, as_json: bool) -> None:
    from admin_cli.bundle.weeks import owed_weeks

    every = office.reading(partial(owed_weeks, order=order))
    owed = [one for one in every if one.kept is None]
    pairs = _made_all(owed, with_summary=with_summary)
    kept = [one.kept for one in every if one.kept]
    if as_json:
        document({"made": [_shape(one) for one in pairs], "kept": [one.file for one in kept]})
        return
    for one in [pair.made for pair in pairs]:
        typer.echo(f"{one.file}\t{one.week}\t{one.rows['f03_responses']}\t{one.sha256}")
    say(f"weeks that are over: {len(every)}, made now: {len(pairs)}, there already: {len(kept)}")


def _made_all(owed: "Sequence[Owed]", *, with_summary: bool) -> "list[Pair]":
    """One after the other: what was made stays made if the next one fails."""
    with typer.progressbar(
        owed, label="weeks", file=typer.get_text_stream("stderr"), hidden=len(owed) < MANY
    ) as bar:
        return [_made(one.wanted, with_summary=with_summary) for one in bar]


def _made(wanted: "Wanted", *, with_summary: bool) -> "Pair":
    """The files, and the bundle's line in the history."""
    from admin_cli.bundle.evidence_files import EvidenceUnsound
    from admin_cli.ledger.heads import publish
    from admin_cli.summary.beside import make_pair

    office.writing(partial(_prepare, wanted=wanted))
    try:
        pair = office.reading(partial(make_pair, wanted=wanted, with_summary=with_summary))
    except EvidenceUnsound as error:
        say(f"error: {error} [{error.code}]")
        raise typer.Exit(PROBLEM_FOUND) from None
    office.writing(partial(_record, pair=pair, wanted=wanted))
    if pair.made.complete:
        publish(pair.made.head, office.settings().checkpoint_dir)
    return pair


async def _prepare(connection: "Connection", wanted: "Wanted") -> None:
    """What the bundle relies on: who is of the staff, and the cut of a week that is over."""
    from admin_cli.bundle.making import cut_if_over
    from admin_cli.bundle.staff_accounts import look

    day = office.today(wanted.timezone)
    await look(connection, office.keys(office.settings()), day)
    await cut_if_over(connection, wanted, day)


async def _record(connection: "Connection", pair: "Pair", wanted: "Wanted") -> None:
    """The bundle's line in the history; the ledger knows it too, once the week is over."""
    from admin_cli.bundle.ledger_part import tell
    from storage.pushes import record_bundle
    from survey_flows.ledger.leaves import export

    made, day = pair.made, office.today(wanted.timezone)
    await record_bundle(connection, _line(made, wanted))
    if made.complete:
        leaf = export(str(made.week), wanted.instansi, made.manifest, day.isoformat())
        await tell(connection, leaf, made.head, day)


def _line(made: "Made", wanted: "Wanted") -> "Bundle":
    from storage.pushes import Bundle

    return Bundle(
        str(made.file.absolute()),
        str(made.week),
        made.complete,
        made.sha256,
        made.manifest,
        int(wanted.moment.timestamp()),
    )


def _shape(pair: "Pair") -> dict[str, Any]:
    made = pair.made
    return {
        "file": str(made.file),
        "week": str(made.week),
        "first_day": str(made.week.first_day),
        "last_day": str(made.week.last_day),
        "complete": made.complete,
        "rows": dict(made.rows),
        "sha256": made.sha256,
        "manifest_sha256": made.manifest,
        "summary": str(pair.summary) if pair.summary else None,
    }
