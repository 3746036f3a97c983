"""`loket lokus`: the counters and units that are assessed. No counts: nobody watches answers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from admin_cli import office
from admin_cli.codes import Code, Name, code_of, name_of
from admin_cli.importing.command import import_lokus
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Connection
    from storage.periods import Period
    from storage.places import Lokus

app = typer.Typer(
    no_args_is_help=True, help="The counters that are assessed: add, import, list, show."
)

Owner = Annotated[str, typer.Option("--instansi", metavar="CODE", help="Whose lokus it is.")]
OnlyOf = Annotated[str, typer.Option("--instansi", metavar="CODE", help="Only of this one.")]


@app.command()
def add(code: Code, name: Name, instansi: Owner, as_json: AsJson = False) -> None:
    """Add a lokus to an instansi."""
    from storage import places

    code, name, owner = code_of(code), name_of(name), code_of(instansi)
    added = office.writing(lambda tables: places.add_lokus(tables, code, name, owner))
    if as_json:
        document(_shape(added))
    else:
        say(f"{added.code} ({added.name}) is added to {added.instansi.name}")


app.command("import")(import_lokus)


@app.command("list")
def list_all(instansi: OnlyOf = "", as_json: AsJson = False) -> None:
    """List every lokus."""

    async def work(tables: "Connection") -> "Sequence[Lokus]":
        from storage import places

        if instansi:
            await places.instansi_of(tables, instansi)
        return await places.all_lokus(tables, instansi or None)

    found = office.reading(work)
    if as_json:
        document({"lokus": [_shape(one) for one in found]})
        return
    table(
        ("code", "name", "instansi"),
        ((one.code, one.name, one.instansi.code) for one in found),
        empty="there is no lokus yet: loket lokus add CODE NAME --instansi CODE",
    )


@app.command()
def show(code: Code, as_json: AsJson = False) -> None:
    """Show a lokus, the periods it is assessed in, and the link of its poster."""

    async def work(tables: "Connection") -> "tuple[Lokus, Sequence[Period]]":
        from storage import periods, places

        return await places.lokus_of(tables, code), await periods.all_periods(tables)

    lokus, every = office.reading(work)
    rows = _periods(lokus, every)
    if as_json:
        document(_shape(lokus) | {"timezone": lokus.instansi.timezone, "periods": rows})
        return
    say(f"{lokus.code}: {lokus.name}; {lokus.instansi.name}, {lokus.instansi.timezone}")
    table(
        ("period", "from", "until", "state", "link"),
        (tuple(row.values()) for row in rows),
        empty="there is no period yet: loket period open CODE --from DATE --until DATE",
    )


def _shape(lokus: "Lokus") -> dict[str, Any]:
    return {"code": lokus.code, "name": lokus.name, "instansi": lokus.instansi.code}


def _periods(lokus: "Lokus", every: "Sequence[Period]") -> list[dict[str, str]]:
    from admin_cli.period import shape

    settings = office.settings()
    today = office.today(lokus.instansi.timezone)
    link_in = _links(settings, lokus)
    return [shape(one, today) | {"link": link_in(one)} for one in every]


def _links(settings: "Settings", lokus: "Lokus") -> "Callable[[Period], str]":
    """The link of the poster in a period; empty while the bot's name or the keys are not there."""
    from admin_cli.posters import Signer

    bot = settings.bot_username.removeprefix("@")
    if not bot:
        return lambda _: ""
    key_id, key = office.keys(settings).newest_qr
    return lambda period: Signer(bot, period, key_id, key).link(lokus)
