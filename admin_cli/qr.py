"""`loket qr`: the QR codes people scan at the counter."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.door import WrongUse
from admin_cli.poster_format import Format
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from datetime import date

    from admin_cli.posters import Printed, Signer
    from storage.database import Connection
    from storage.periods import Period
    from storage.places import Lokus

MANY = 10  # from here on it takes long enough to want to see it move

app = typer.Typer(no_args_is_help=True, help="Posters with the QR code of a lokus.")


@app.callback()
def qr() -> None:
    """Posters with the QR code of a lokus."""


@app.command()
def make(
    *,
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for the posters.")],
    lokus: Annotated[list[str] | None, typer.Option(help="Code of a lokus; repeatable.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every lokus.")] = False,
    period: Annotated[str, typer.Option(help="Code; may be left out if one is open.")] = "",
    kind: Annotated[Format, typer.Option("--format", help="The kind of file.")] = Format.PNG,
    bot: Annotated[str, typer.Option(help="Name of the bot, if not the one in use.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draw a poster for one lokus or for all: the QR code that opens form F-03 there."""
    if bool(lokus) == every:
        raise WrongUse("name the lokus with --lokus CODE, or say --all for every one")
    wanted, signer = _plan(lokus or [], period, bot)
    printed = _print(wanted, signer, kind, out)
    if as_json:
        document(_described(signer, printed))
        return
    for one in printed:
        typer.echo(f"{one.file}\t{one.link}")


def _plan(codes: Sequence[str], period: str, bot: str) -> "tuple[Sequence[Lokus], Signer]":
    from admin_cli.posters import Signer
    from admin_cli.qr_bot import bot_name

    settings = office.settings()
    today = office.today(settings.timezone)
    wanted, counted_in = office.reading(partial(_read, codes=codes, period=period, today=today))
    if not counted_in.is_open(today):
        say(f"note: period {counted_in.code} takes no answers today")
    key_id, key = office.keys(settings).newest_qr
    return wanted, Signer(bot_name(bot, settings), counted_in, key_id, key)


async def _read(
    tables: "Connection", *, codes: Sequence[str], period: str, today: "date"
) -> "tuple[Sequence[Lokus], Period]":
    """No codes means every lokus."""
    from storage.periods import all_periods, period_of
    from storage.places import all_lokus, lokus_of

    counted_in = (
        await period_of(tables, period) if period else _only_open(await all_periods(tables), today)
    )
    named = [await lokus_of(tables, code) for code in dict.fromkeys(codes)]
    return named or await all_lokus(tables), counted_in


def _only_open(periods: "Sequence[Period]", today: "date") -> "Period":
    is_open = [one for one in periods if one.is_open(today)]
    if len(is_open) == 1:
        return is_open[0]
    if is_open:
        known = ", ".join(one.code for one in is_open)
        raise WrongUse(f"several periods are open: say which with --period ({known})")
    raise WrongUse("no period is open today: open one with `loket period open`")


def _print(wanted: "Sequence[Lokus]", signer: "Signer", kind: Format, out: Path) -> "list[Printed]":
    from admin_cli import posters

    if not wanted:
        raise WrongUse("there is no lokus yet: add one with `loket lokus add`")
    with typer.progressbar(
        length=len(wanted),
        label="posters",
        file=typer.get_text_stream("stderr"),
        hidden=len(wanted) < MANY,
    ) as bar:
        return posters.print_all(wanted, signer, kind, out, lambda _: bar.update(1))


def _described(signer: "Signer", printed: "Sequence[Printed]") -> dict[str, Any]:
    codes = [
        {
            "lokus": one.lokus.code,
            "name": one.lokus.name,
            "link": one.link,
            "payload": one.payload,
            "file": str(one.file),
        }
        for one in printed
    ]
    return {"period": signer.period.code, "bot": signer.bot, "codes": codes}
