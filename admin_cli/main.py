"""`loket`: the whole program. Each command imports what it needs when it runs, not before."""

from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from admin_cli import bot_run, database, export, instansi, lokus, period
from admin_cli.doctor import doctor
from admin_cli.door import Door
from admin_cli.setting_up import init

app = typer.Typer(
    cls=Door,
    name="loket",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="SuaraLoket: F-03 and F-01 of PEKPPP in Telegram, from poster to weekly file.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"loket {version('suaraloket')}")
        raise typer.Exit


@app.callback()
def about(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it and exit.")
    ] = False,
) -> None:
    """SuaraLoket: F-03 and F-01 of PEKPPP in Telegram, from poster to weekly file."""


app.command()(init)
app.command()(doctor)
app.add_typer(database.app, name="db")
app.add_typer(instansi.app, name="instansi")
app.add_typer(lokus.app, name="lokus")
app.add_typer(period.app, name="period")
app.add_typer(bot_run.app, name="bot")
app.add_typer(export.app, name="export")
for _group in ("instrument", "qr"):
    if find_spec(f"admin_cli.{_group}"):
        app.add_typer(import_module(f"admin_cli.{_group}").app, name=_group)
if find_spec("admin_cli.demo"):
    app.command()(import_module("admin_cli.demo").demo)


def run() -> None:
    """The console entry."""
    app()
