"""`loket ticket`: paper tickets, each good for one answer, handed out with the receipt."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.codes import code_of
from admin_cli.door import PROBLEM_FOUND
from admin_cli.periods import OfPeriod
from admin_cli.printing import AsJson, document, say, table
from admin_cli.qr_plan import Wanted, planned, warn_of_boxes
from admin_cli.setting_up import Yes, is_terminal

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.tickets import Tally

MOST, LONGEST = 2000, 365

app = typer.Typer(no_args_is_help=True, help="Paper tickets, each good for one answer.")

Batch = Annotated[str, typer.Argument(metavar="BATCH", help="The letters before the number.")]


@app.callback()
def ticket() -> None:
    """Paper tickets, each good for one answer."""


@app.command("print")
def print_some(
    *,
    lokus: Annotated[str, typer.Option(metavar="CODE", help="Where they are handed out.")],
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many; 14 fill a sheet.")],
    valid_days: Annotated[
        int, typer.Option(min=1, max=LONGEST, help="How many days from today they are good.")
    ] = 7,
    period: OfPeriod = "",
    out: Annotated[Path, typer.Option(dir_okay=False, help="The PDF to print.")] = Path(
        "tiket.pdf"
    ),
    bot: Annotated[str, typer.Option(help="Name of the bot, if not the one in use.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make tickets as an A4 PDF to cut. Each lets one account answer, once.

    Hand them out with the receipt, to everyone. Whoever has the file could use the tickets: print
    it, then delete it.
    """
    from admin_cli.ticket_print import Run, print_run

    wanted, signer = planned(Wanted([code_of(lokus)], "", period), bot)
    warn_of_boxes(wanted)
    run = Run.begun(wanted[0], signer, count, valid_days)
    made = print_run(run, out)
    if as_json:
        document(run.shape() | {"file": str(out), "tickets": made})
        return
    typer.echo(str(out))
    say(f"{count} tickets for {run.lokus.code}, batch {run.batch}, good until {run.last_day}")


@app.command("list")
def list_all(
    lokus: Annotated[str, typer.Option(metavar="CODE", help="Only of this one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Count the tickets of each printing: used, still open, expired, revoked.

    used: somebody agreed and began. Who used which ticket is not kept.
    """
    today = office.today(office.settings().timezone)
    rows = [_shape(one) for one in office.reading(partial(_read, lokus=lokus, today=today))]
    if as_json:
        document({"tickets": rows})
        return
    table(
        ("batch", "lokus", "week", "made on", "until", "issued", "used", "open", "expired", "rev."),
        (tuple(map(str, row.values())) for row in rows),
        empty="there is no ticket yet: loket ticket print --lokus CODE --count N --out FILE.pdf",
    )


@app.command()
def revoke(batch: Batch, yes: Yes = False, as_json: AsJson = False) -> None:
    """Take back the unused tickets of a printing, such as a sheet that was lost.

    What was begun with one stays. Safe to repeat.
    """
    batch = batch.strip().upper()
    today = office.today(office.settings().timezone)
    open_ones = office.reading(partial(_open_in, batch=batch, today=today))
    if not yes and not (is_terminal() and typer.confirm(f"Revoke {open_ones}?", err=True)):
        say(f"batch {batch} has {open_ones} unused tickets; nothing was changed, --yes does it")
        raise typer.Exit(PROBLEM_FOUND)

    async def work(tables: "Connection") -> int:
        from storage import tickets

        return await tickets.revoke(tables, batch)

    revoked = office.writing(work)
    if as_json:
        document({"batch": batch, "revoked": revoked})
    else:
        say(f"{revoked} unused tickets of batch {batch} are revoked; used ones stay as they are")


async def _read(tables: "Connection", *, lokus: str, today: date) -> "Sequence[Tally]":
    from storage import places, tickets

    if lokus:
        await places.lokus_of(tables, lokus)
    found = await tickets.tallies(tables, today)
    return [one for one in found if lokus in {"", one.issuance.lokus.code}]


async def _open_in(tables: "Connection", *, batch: str, today: date) -> int:
    from storage.errors import NotFound

    found = await _read(tables, lokus="", today=today)
    for one in found:
        if one.issuance.batch == batch:
            return one.open + one.expired
    raise NotFound("batch of tickets", batch, [one.issuance.batch for one in found])


def _shape(one: "Tally") -> dict[str, Any]:
    """As the coverage of a lokus and week needs it."""
    from survey_flows.weeks import Week

    made = one.issuance
    return {
        "batch": made.batch,
        "lokus": made.lokus.code,
        "week": str(Week.of(made.made_on)),
        "made_on": str(made.made_on),
        "valid_until": str(made.last_day),
        "issued": made.pieces,
        "used": one.used,
        "open": one.open,
        "expired": one.expired,
        "revoked": one.revoked,
    }
