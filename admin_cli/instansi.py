"""`loket instansi`: the local governments and bodies whose lokus are assessed."""

from typing import Annotated

import typer

from admin_cli import office
from admin_cli.codes import Code, Name, code_of, name_of, zone_of
from admin_cli.printing import AsJson, document, say, table

app = typer.Typer(no_args_is_help=True, help="The bodies whose lokus are assessed: add, list.")

Timezone = Annotated[
    str,
    typer.Option(metavar="ZONE", help="Its IANA time zone; LOKET_TIMEZONE if left out."),
]


@app.command()
def add(code: Code, name: Name, timezone: Timezone = "", as_json: AsJson = False) -> None:
    """Add an instansi; its days and weeks are counted in its own time zone."""
    from storage import places

    code, name = code_of(code), name_of(name)
    zone = zone_of(timezone or office.settings().timezone)
    added = office.writing(lambda tables: places.add_instansi(tables, code, name, zone))
    if as_json:
        document({"code": added.code, "name": added.name, "timezone": added.timezone})
    else:
        say(f"{added.code} ({added.name}) is added; next: loket lokus add CODE NAME --instansi")


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List every instansi."""
    from storage import places

    found = office.reading(places.all_instansi)
    if as_json:
        rows = [{"code": one.code, "name": one.name, "timezone": one.timezone} for one in found]
        document({"instansi": rows})
        return
    table(
        ("code", "name", "time zone"),
        ((one.code, one.name, one.timezone) for one in found),
        empty="there is no instansi yet: loket instansi add CODE NAME",
    )
