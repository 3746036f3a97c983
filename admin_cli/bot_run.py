"""`loket bot`: the program that talks to Telegram."""

from enum import StrEnum
from typing import Annotated

import typer

from admin_cli import office

app = typer.Typer(no_args_is_help=True, help="The program that talks to Telegram: run.")


class Mode(StrEnum):
    POLLING = "polling"
    WEBHOOK = "webhook"


@app.callback()
def bot() -> None:
    """The program that talks to Telegram: run."""


@app.command()
def run(
    mode: Annotated[Mode, typer.Option(help="How updates come in.")] = Mode.POLLING,
) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM); no answer is lost by that."""
    from storage import instruments

    settings = office.settings()
    settings.require_token()
    office.reading(instruments.published)  # says in words what keeps us out of the database
    from bot.aiogram_types import import_aiogram

    import_aiogram()
    from bot import last_words, program

    last_words.hear()
    program.run(settings, mode.value)
