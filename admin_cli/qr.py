"""`loket qr`: the QR codes people scan at the counter."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import clock, qr_keys
from admin_cli.door import WrongUse
from admin_cli.issuing import note_posters
from admin_cli.periods import today_at
from admin_cli.poster.format import Format, Size
from admin_cli.printing import AsJson, document, say
from admin_cli.qr_plan import Wanted, logo_of, planned, warn_of_boxes
from admin_cli.qr_weeks import First, Next, Number, Rotating, weeks_of, within

if TYPE_CHECKING:
    from admin_cli.posters import Edition, Printed, Signer
    from storage.places import Lokus
    from survey_flows.weeks import Week

MANY = 10  # from here on it takes long enough to want to see it move

app = typer.Typer(no_args_is_help=True, help="Posters with the QR code of a lokus, and their keys.")

Every = Annotated[bool, typer.Option("--all", help="Every lokus.")]
Named = Annotated[list[str] | None, typer.Option(help="Code of a lokus; repeatable.")]
Owner = Annotated[str, typer.Option(help="With --all: those of one instansi.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder; one for each size.")]
Kind = Annotated[
    Format, typer.Option("--format", help="The kind of file; pdf comes with a booklet of all.")
]
Paper = Annotated[
    Size, typer.Option(help="Of the paper; kartu is a card of 85 x 55 mm, in a PDF ten to A4.")
]
LogoFile = Annotated[
    Path | None, typer.Option(dir_okay=False, help="Logo of the instansi: PNG or JPEG.")
]
Bot = Annotated[str, typer.Option(help="Name of the bot, if not the one in use.")]


@app.callback()
def qr() -> None:
    """Posters with the QR code of a lokus, and the keys that sign them."""


@app.command()
def make(
    *,
    out: Out = Path("posters"),
    lokus: Named = None,
    every: Every = False,
    instansi: Owner = "",
    period: Annotated[str, typer.Option(help="Code; may be left out if one is open.")] = "",
    kind: Kind = Format.PNG,
    size: Paper = Size.A5,
    logo: LogoFile = None,
    rotating: Rotating = False,
    week: First = "",
    is_next: Next = False,
    weeks: Number = 1,
    bot: Bot = "",
    as_json: AsJson = False,
) -> None:
    """Draw a poster for one lokus or for all: the QR code that opens form F-03 there."""
    from admin_cli.posters import Edition

    if bool(lokus) == every:
        raise WrongUse("name the lokus with --lokus CODE, or say --all for every one")
    if instansi and not every:
        raise WrongUse("--instansi goes with --all: a lokus named with --lokus has its own")
    if not rotating and (week or is_next or weeks > 1):
        raise WrongUse("--week, --next and --weeks go with --rotating")
    wanted, signer = planned(Wanted(lokus or [], instansi, period), bot)
    today = today_at(wanted[0], clock.now())
    chosen = within(weeks_of(week, is_next, weeks, today), signer.period) if rotating else (None,)
    edition = Edition(kind, size, logo_of(logo, wanted) if logo else None, chosen)
    warn_of_boxes(wanted)
    printed = _print(wanted, signer, edition, out)
    booklet = _booklet(wanted, signer, edition, out)
    note_posters(printed, signer)
    if as_json:
        document(_described(signer, edition, printed, booklet))
    else:
        _tell(printed, booklet)


for command in (qr_keys.keys, qr_keys.rotate, qr_keys.revoke, qr_keys.history):
    app.command()(command)


def _print(
    wanted: "Sequence[Lokus]", signer: "Signer", edition: "Edition", out: Path
) -> "list[Printed]":
    from rich.console import Console
    from rich.progress import Progress

    from admin_cli import posters

    number = len(wanted) * len(edition.weeks)
    is_hidden = number < MANY
    with Progress(console=Console(stderr=True), disable=is_hidden) as bar:
        task = bar.add_task("posters", total=number)
        return posters.print_all(wanted, signer, edition, out, lambda _: bar.advance(task))


def _booklet(
    wanted: "Sequence[Lokus]", signer: "Signer", edition: "Edition", out: Path
) -> Path | None:
    """Only where there is something to bind."""
    from admin_cli import posters

    if edition.kind is not Format.PDF or len(wanted) * len(edition.weeks) == 1:
        return None
    return posters.bind(wanted, signer, edition, out)


def _tell(printed: "Sequence[Printed]", booklet: Path | None) -> None:
    for one in printed:
        typer.echo(f"{one.file}\t{one.link}")
    if booklet:
        say(f"all {len(printed)} in one file, for the printer: {booklet}")


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
            **_validity(one.week),
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


def _validity(week: "Week | None") -> dict[str, str]:
    """Nothing for a poster that is good for the whole period."""
    if week is None:
        return {}
    days = {"valid_from": str(week.first_day), "valid_until": str(week.last_day)}
    return {"week": str(week), **days}
