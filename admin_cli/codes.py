"""Codes and names as the admin gives them: refused early, with what would be right."""

import re
from datetime import date
from typing import Annotated

import typer

from admin_cli.door import WrongUse

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_LONGEST = 200
INDONESIAN = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

Code = Annotated[str, typer.Argument(metavar="CODE", help="Short and lasting, e.g. dukcapil.")]
OnlyOf = Annotated[str, typer.Option(metavar="CODE", help="Only the lokus of this instansi.")]
OfLokus = Annotated[str, typer.Option("--lokus", metavar="CODE", help="Whose form.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="As the citizens know it.")]


def code_of(text: str) -> str:
    """A code that fits into file names, links and tables; raises WrongUse.

    >>> code_of(" pkm-1 ")
    'pkm-1'
    """
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise WrongUse(
            f"{text!r} is not a code: 1 to 40 of A-Z, a-z, 0-9, - and _, a letter or digit first",
            "code.bad",
        )
    return code


def name_of(text: str) -> str:
    """A name of one line; raises WrongUse."""
    name = text.strip()
    if not 1 <= len(name) <= _LONGEST:
        raise WrongUse(f"a name has 1 to {_LONGEST} characters, this one {len(name)}", "name.bad")
    if not name.isprintable():
        raise WrongUse("a name has no control characters: give it in one plain line", "name.bad")
    return name


def zone_of(text: str) -> str:
    """An IANA time zone; raises WrongUse."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongUse(
            f"{text!r} is not a time zone: Asia/Jakarta, Asia/Makassar or Asia/Jayapura",
            "timezone.bad",
        ) from error


def day_of(text: str) -> date:
    """A calendar day; raises WrongUse."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUse(f"{text!r} is not a day: write it like 2026-11-01", "day.bad") from error
