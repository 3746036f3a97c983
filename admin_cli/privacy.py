"""`loket privacy`: what the law gives people a right to, where the bot is not enough."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office, privacy_notice
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from datetime import date

    from storage.database import Connection
    from storage.holdings import Holding
    from storage.ledger import Checkpoint

app = typer.Typer(
    no_args_is_help=True, help="Rights under UU 27/2022: find, erase, requests, notice of a breach."
)
Receipt = Annotated[
    str, typer.Option("--receipt", metavar="CODE", help="As the citizen was given it.")
]
app.command("notice")(privacy_notice.notice)


@app.command()
def find(receipt: Receipt, as_json: AsJson = False) -> None:
    """Say what became of the response a receipt stands for, and nothing of what it says."""
    code = _read(receipt)
    found = office.reading(lambda tables: _found(tables, code))
    if found is None:
        say(f"no response has the receipt {code}")
        raise typer.Exit(PROBLEM_FOUND)
    held, covering = found
    status = held.ended or "standing"
    if as_json:
        size = covering.size if covering else None
        document({"receipt": code, "status": status, "leaf": held.leaf_hash, "checkpoint": size})
        return
    covered = f"checkpoint of {covering.made_on}, size {covering.size}" if covering else "none yet"
    say(f"{code} is {status}; covered by: {covered}")


@app.command()
def erase(
    receipt: Receipt,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="It cannot be undone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase what a response says, for a request that came in writing; a tombstone stays."""
    code = _read(receipt)
    found = office.reading(lambda tables: _found(tables, code))
    if found is None:
        raise WrongUse(f"no response has the receipt {code}: check each letter", "receipt.unknown")
    held, _ = found
    if held.ended != "erased" and not yes:
        say("what it says is lost for ever; the tombstone shows that and when it was erased")
        say(f"nothing was changed; say `loket privacy erase --receipt {code} --yes` if you mean it")
        raise typer.Exit(PROBLEM_FOUND)
    is_new = asyncio.run(_erase(held))
    if as_json:
        document({"receipt": code, "status": "erased", "is_new": is_new})
        return
    say(f"{code} is erased" if is_new else f"{code} had been erased before")
    say("make a backup now, and let older ones go: loket retention --keep N")


@app.command()
def requests(as_json: AsJson = False) -> None:
    """List what people asked for; exit 1 if one waits longer than 3 x 24 hours."""
    from storage.requests import TERM, all_requests

    today = office.today(office.settings().timezone)
    rows = [
        {
            "number": str(one.id),
            "kind": one.kind,
            "asked_on": str(one.asked_on),
            "due_on": str(one.asked_on + TERM),
            "done_on": str(one.done_on) if one.done_on else "",
            "state": "late" if one.is_late(today) else "done" if one.done_on else "waiting",
        }
        for one in office.reading(all_requests)
    ]
    if as_json:
        document({"requests": rows})
    else:
        heads = ("number", "kind", "asked on", "due on", "done on", "state")
        table(heads, (tuple(one.values()) for one in rows), empty="nobody has asked for anything")
    if any(one["state"] == "late" for one in rows):
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def answered(
    number: Annotated[int, typer.Argument(help="As `loket privacy requests` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Note that a request was answered in another way, such as on paper."""
    settings = office.settings()
    today = office.today(settings.timezone)
    is_new = office.writing(lambda tables: _answered(tables, number, today))
    if as_json:
        document({"number": number, "is_new": is_new})
        return
    say(f"request {number} is answered" if is_new else f"request {number} had been answered before")


async def _answered(tables: "Connection", number: int, today: "date") -> bool:
    from storage import requests

    found = [one for one in await requests.all_requests(tables) if one.id == number]
    if not found:
        raise WrongUse(f"there is no request {number}: loket privacy requests", "request.unknown")
    await requests.do(tables, number, today)
    return found[0].done_on is None


def _read(text: str) -> str:
    from survey_flows.receipts import read_receipt

    code = read_receipt(text)
    if not code:
        raise WrongUse(
            f"{text!r} is no receipt: ten of A-Z and 2-7, such as ABCDE-23456", "receipt.bad"
        )
    return code


async def _found(tables: "Connection", code: str) -> "tuple[Holding, Checkpoint | None] | None":
    from storage import holdings, ledger

    every = await holdings.by_receipt(tables, code)
    if len(every) > 1:
        raise WrongUse(
            f"{len(every)} responses have the receipt {code}: ask the lokus too", "receipt.twice"
        )
    if not every:
        return None
    place = await ledger.place_of(tables, every[0].leaf_hash)
    return every[0], None if place is None else await ledger.covering(tables, place)


async def _erase(held: "Holding") -> bool:
    """The WAL of SQLite is folded too; if a bot is reading just now, it folds it by itself."""
    from storage import erasing, requests
    from storage.reach import reached

    settings = office.settings()
    today = office.today(held.lokus.instansi.timezone)
    async with reached(settings.database_url.get_secret_value()) as database:
        async with database.writing() as connection:
            is_new = await erasing.erase(connection, held.leaf_hash, today)
            if is_new:
                await requests.record(connection, "erase", office.today(settings.timezone))
        await erasing.fold(database)
    return is_new
