"""`loket export`: the weekly bundle for the scoring engine, from its making to its receipt."""

import typer

from admin_cli.export_history import history
from admin_cli.export_push import push
from admin_cli.export_verify import key, verify
from admin_cli.export_week import week

ABOUT = "Bundles for the scoring engine: week, verify, push, history, key."

app = typer.Typer(no_args_is_help=True, help=ABOUT)


@app.callback(help=ABOUT)
def export() -> None:
    """Group of commands."""


app.command()(week)
app.command()(verify)
app.command()(push)
app.command()(history)
app.command()(key)
