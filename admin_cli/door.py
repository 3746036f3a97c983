"""The one door every error leaves by: a line that says what to do, and the exit code.

Exit 0 done, 1 a check found a problem, 2 wrong use or bad input. Errors are text on stderr, with
`--json` too: stdout holds the one JSON document of a success, or nothing.
"""

import hashlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer
from typer import Context
from typer.core import TyperGroup
from typer.exceptions import TyperException

from bot.errors import BotError
from bot.scrub import scrubbed
from storage.errors import StorageError
from survey_flows.errors import SurveyError

PROBLEM_FOUND, WRONG_USE, INTERRUPTED = 1, 2, 130
DEBUG = "LOKET_DEBUG"


class WrongUse(Exception):
    """What was asked for cannot be done. `code` is stable; the message says what to do."""

    def __init__(self, message: str, code: str = "use.wrong") -> None:
        super().__init__(message)
        self.code = code


class Door(TyperGroup):
    """The program as a whole; no traceback leaves it."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: object,
    ) -> object:
        """Run one command and end the process with its exit code."""
        try:
            code = super().main(
                args, prog_name or "loket", complete_var, False, windows_expand_args, **extra
            )
        except Exception as error:  # noqa: BLE001 - the door: nothing may pass as a traceback
            code = _refuse(error)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def _refuse(error: Exception) -> int:
    match error:
        case typer.Abort():
            return INTERRUPTED
        case SurveyError() | StorageError() | BotError() | WrongUse():
            return _say(str(error), error.code)
        case TyperException():
            return _misused(error)
        case OSError() if error.filename is not None:
            return _say(f"{error.filename}: {error.strerror}", "file")
    return _unknown(error)


def _misused(error: TyperException) -> int:
    """Typer's own words; it says nothing where it has just shown the help of a group."""
    words = error.format_message().replace("Value error, ", "").rstrip(".")
    if not words:
        return WRONG_USE
    context: Context | None = getattr(error, "ctx", None)
    hint = f"; see `{context.command_path} --help`" if context else ""
    return _say(words + hint, "use.wrong")


def _unknown(error: Exception) -> int:
    """An error nobody foresaw: the reference is the same for the same place in the code."""
    steps = traceback.extract_tb(error.__traceback__)
    places = "".join(f"{Path(one.filename).name}:{one.name}:{one.lineno}" for one in steps)
    reference = hashlib.sha256(f"{type(error).__name__}{places}".encode()).hexdigest()[:8]
    if os.environ.get(DEBUG) == "1":
        typer.echo(scrubbed("".join(traceback.format_exception(error))), err=True)
    cure = f"run it again with {DEBUG}=1 and report what it prints, with reference {reference}"
    return _say(f"something went wrong inside ({type(error).__name__}): {cure}", "unexpected")


def _say(words: str, code: str) -> int:
    typer.echo(f"error: {scrubbed(words)} [{code}]", err=True)
    return WRONG_USE
