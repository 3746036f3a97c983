"""`loket qr`: the QR codes people scan at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.door import WrongUse
from admin_cli.periods import unambiguous
from admin_cli.poster.format import Format, Size
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from datetime import date

    from admin_cli.posters import Edition, Printed, Signer
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
    out: Annotated[
        Path, typer.Option(file_okay=False, help="Folder for the posters; one for each size.")
    ] = Path("posters"),
    lokus: Annotated[list[str] | None, typer.Option(help="Code of a lokus; repeatable.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every lokus.")] = False,
    instansi: Annotated[str, typer.Option(help="With --all: those of one instansi.")] = "",
    period: Annotated[str, typer.Option(help="Code; may be left out if one is open.")] = "",
    kind: Annotated[
        Format, typer.Option("--format", help="The kind of file; pdf comes with a booklet of all.")
    ] = Format.PNG,
    size: Annotated[
        Size, typer.Option(help="Of the paper; kartu is a card of 85 x 55 mm, in a PDF ten to A4.")
    ] = Size.A5,
    logo: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Logo of the instansi: PNG or JPEG.")
    ] = None,
    bot: Annotated[str, typer.Option(help="Name of the bot, if not the one in use.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draw a poster for one lokus or for all: the QR code that opens form F-03 there."""
    if bool(lokus) == every:
        raise WrongUse("name the lokus with --lokus CODE, or say --all for every one")
    if instansi and not every:
        raise WrongUse("--instansi goes with --all: a lokus named with --lokus has its own")
    wanted, signer = _plan(_Wanted(lokus or [], instansi, period), bot)
    edition = _edition(kind, size, logo, wanted)
    _warn_of_boxes(wanted)
    printed = _print(wanted, signer, edition, out)
    booklet = _booklet(wanted, signer, edition, out)
    if as_json:
        document(_described(signer, edition, printed, booklet))
        return
    for one in printed:
        typer.echo(f"{one.file}\t{one.link}")
    if booklet:
        say(f"all {len(printed)} in one file, for the printer: {booklet}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """No codes means every lokus, of the instansi if one is named."""

    codes: Sequence[str]
    instansi: str
    period: str


def _plan(wanted: _Wanted, bot: str) -> "tuple[Sequence[Lokus], Signer]":
    from admin_cli.posters import Signer
    from admin_cli.qr_bot import bot_name

    settings = office.settings()
    today = office.today(settings.timezone)
    found, counted_in = office.reading(partial(_read, wanted=wanted, today=today))
    if not found:
        raise WrongUse("there is no lokus yet: add one with `loket lokus add`")
    if not counted_in.is_open(today):
        say(f"note: period {counted_in.code} takes no answers today")
    key_id, key = office.keys(settings).newest_qr
    return found, Signer(bot_name(bot, settings), counted_in, key_id, key)


async def _read(
    tables: "Connection", *, wanted: _Wanted, today: "date"
) -> "tuple[Sequence[Lokus], Period]":
    from storage.periods import all_periods
    from storage.places import all_lokus, instansi_of, lokus_of

    counted_in = _open_one(await all_periods(tables), wanted.period, today)
    if wanted.instansi:
        await instansi_of(tables, wanted.instansi)
    named = [await lokus_of(tables, code) for code in dict.fromkeys(wanted.codes)]
    return named or await all_lokus(tables, wanted.instansi or None), counted_in


def _open_one(every: "Sequence[Period]", code: str, today: "date") -> "Period":
    """Posters of a period that is over are printed when it is named, never by themselves."""
    found = unambiguous(every, code, today)
    if not code and not found.is_open(today):
        raise WrongUse("no period is open today: open one with `loket period open`")
    return found


def _edition(kind: Format, size: Size, file: Path | None, wanted: "Sequence[Lokus]") -> "Edition":
    from admin_cli.poster.logo import read_logo
    from admin_cli.posters import Edition

    if file is None:
        return Edition(kind, size)
    owners = sorted({one.instansi.code for one in wanted})
    if len(owners) > 1:
        raise WrongUse(
            f"the lokus belong to several instansi ({', '.join(owners)}), the logo to one: "
            "make their posters one after the other, with --all --instansi CODE"
        )
    logo = read_logo(file)
    if logo.is_coarse:
        say(f"note: the logo is {logo.width} x {logo.height} pixels, it will look coarse on paper")
    return Edition(kind, size, logo)


def _warn_of_boxes(wanted: "Sequence[Lokus]") -> None:
    from admin_cli.poster.faces import unknown
    from admin_cli.poster.text import cleaned

    for one in wanted:
        if letters := unknown(cleaned(f"{one.name}{one.instansi.name}")):
            say(f"note: on the poster of {one.code}, {letters} will be boxes: no font has them")


def _print(
    wanted: "Sequence[Lokus]", signer: "Signer", edition: "Edition", out: Path
) -> "list[Printed]":
    from rich.console import Console
    from rich.progress import Progress

    from admin_cli import posters

    is_hidden = len(wanted) < MANY
    with Progress(console=Console(stderr=True), disable=is_hidden) as bar:
        task = bar.add_task("posters", total=len(wanted))
        return posters.print_all(wanted, signer, edition, out, lambda _: bar.advance(task))


def _booklet(
    wanted: "Sequence[Lokus]", signer: "Signer", edition: "Edition", out: Path
) -> Path | None:
    """Only where there is something to bind."""
    from admin_cli import posters

    if edition.kind is not Format.PDF or len(wanted) == 1:
        return None
    return posters.bind(wanted, signer, edition, out)


def _described(
    signer: "Signer", edition: "Edition", printed: "Sequence[Printed]", booklet: Path | None
) -> dict[str, Any]:
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
    return {
        "period": signer.period.code,
        "bot": signer.bot,
        "size": edition.size,
        "booklet": booklet and str(booklet),
        "codes": codes,
    }
