"""How an error of ours ends a command: its message on stderr, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.errors import BotError
from storage.errors import StorageError
from survey_flows.errors import BrokenInstrument, InstrumentEdited, SurveyError

PROBLEM_FOUND, WRONG_USE = 1, 2


@contextmanager
def refusals() -> Iterator[None]:
    """Exit 1 when a check found a problem, 2 on wrong use; never a traceback for either."""
    try:
        yield
    except (BrokenInstrument, InstrumentEdited) as error:
        _refuse(error, PROBLEM_FOUND)
    except (SurveyError, StorageError, BotError) as error:
        _refuse(error, WRONG_USE)
    except OSError as error:
        typer.echo(f"{error} [system.refused]", err=True)
        raise typer.Exit(WRONG_USE) from error


def _refuse(error: SurveyError | StorageError | BotError, code: int) -> None:
    typer.echo(f"{error} [{error.code}]", err=True)
    raise typer.Exit(code) from error
