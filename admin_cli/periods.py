"""Which period a command is about, when nobody says."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from admin_cli.door import WrongUse

if TYPE_CHECKING:
    from storage.periods import Period
    from storage.places import Lokus

OfPeriod = Annotated[
    str, typer.Option("--period", metavar="CODE", help="The open one if none is given.")
]


def today_at(lokus: "Lokus", moment: datetime) -> date:
    """The calendar day there."""
    return moment.astimezone(ZoneInfo(lokus.instansi.timezone)).date()


def newest(every: "Sequence[Period]", code: str, today: date) -> "tuple[Period, list[str]]":
    """The period named, or else the open one that began last, or the last of all.

    With the codes of others that are open too, when nobody named one.
    """
    if code:
        return _named(every, code), []
    open_ones = [one for one in every if one.is_open(today)]
    found = [*every, *open_ones][-1:]
    if not found:
        raise WrongUse(
            "there is no period yet: loket period open CODE --from DATE --until DATE",
            "period.none",
        )
    return found[0], [one.code for one in open_ones[:-1]]


def unambiguous(every: "Sequence[Period]", code: str, today: date) -> "Period":
    """The same, for a command that changes something: it does not choose among open ones."""
    found, others = newest(every, code, today)
    if others:
        known = ", ".join([*others, found.code])
        raise WrongUse(f"several periods are open: say which with --period ({known})")
    return found


def _named(every: "Sequence[Period]", code: str) -> "Period":
    from storage.errors import NotFound

    for one in every:
        if one.code == code:
            return one
    raise NotFound("period", code, [one.code for one in every])
