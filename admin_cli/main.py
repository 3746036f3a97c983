"""`loket`: the whole program. Each command imports what it needs when it runs, not before."""

import os
from typing import Annotated

import typer

from admin_cli import (
    alarm,
    backup,
    bot_run,
    database,
    evidence,
    export,
    f01,
    instansi,
    instrument,
    integrity,
    key,
    lokus,
    period,
    privacy,
    qr,
    report,
    staff,
    ticket,
)
from admin_cli.demo import demo
from admin_cli.doctor import doctor
from admin_cli.door import Door
from admin_cli.ledger import command as ledger
from admin_cli.progress import progress
from admin_cli.retention import retention
from admin_cli.setting_up import init

NOBODY_ELSE = 0o077

app = typer.Typer(
    cls=Door,
    name="loket",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
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
app.add_typer(privacy.app, name="privacy")
app.add_typer(bot_run.app, name="bot")
app.add_typer(evidence.app, name="evidence")
app.add_typer(backup.app, name="backup")
app.add_typer(alarm.app, name="alarm")
app.add_typer(export.app, name="export")
app.add_typer(instrument.app, name="instrument")
app.add_typer(integrity.app, name="integrity")
app.add_typer(qr.app, name="qr")
app.add_typer(key.app, name="key")
app.add_typer(ticket.app, name="ticket")
app.add_typer(report.app, name="report")
app.add_typer(staff.app, name="staff")
app.add_typer(ledger.app, name="ledger")
app.add_typer(f01.app, name="f01")
app.command()(progress)
app.command()(retention)
app.command()(demo)


def run() -> None:
    """The console entry. What it writes is its owner's alone, until they hand it out."""
    os.umask(NOBODY_ELSE)
    app()
