"""The last act of a period: its pepper is destroyed, and the ledger says so."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office
from admin_cli.codes import Code
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from bot.keys import KeyRing
    from storage.database import Connection
    from storage.periods import Period

_MEANS = (
    "afterwards no answer leads to an account: nobody can see, take back or have erased what they "
    "said, and nobody can find out who said it"
)


async def due_peppers(connection: "Connection", keys: "KeyRing", today: date) -> "Sequence[Period]":
    """Closed periods whose day has come, as far as it is not done and told."""
    from storage import periods

    return [
        one
        for one in await periods.all_periods(connection)
        if one.pepper_until is not None
        and one.pepper_until <= today
        and (keys.has_pepper(one.code) or not await periods.is_destroyed(connection, one.code))
    ]


async def destroy_pepper(
    connection: "Connection", keys: "KeyRing", period: "Period", today: date
) -> None:
    """A last look for staff; then the file first: what the ledger says must be true."""
    from admin_cli.bundle.staff_accounts import look
    from storage import periods

    await look(connection, keys, today)
    keys.destroy_pepper(period.code)
    await periods.note_destroyed(connection, period, today)


def destroy(
    code: Code,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="It cannot be undone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Destroy the pepper of a period that is over; remove your own copies of it as well."""
    settings = office.settings()
    keys, today = office.keys(settings), office.today(settings.timezone)
    period = office.reading(lambda tables: _over(tables, code, today))
    if not yes:
        say(_MEANS)
        say(f"nothing was changed; say `loket period destroy-pepper {code} --yes` if you mean it")
        raise typer.Exit(PROBLEM_FOUND)
    office.writing(lambda tables: destroy_pepper(tables, keys, period, today))
    if as_json:
        document({"code": code, "pepper": "destroyed", "on": str(today)})
    else:
        say(f"the pepper of period {code} is destroyed, and the ledger says so; {_MEANS}")


async def _over(tables: "Connection", code: str, today: date) -> "Period":
    from storage import periods

    period = await periods.period_of(tables, code)
    if period.closed_on is None and today <= period.last_day:
        raise WrongUse(
            f"period {code} takes answers until {period.last_day}: loket period close {code} first",
            "period.open",
        )
    if period.pepper_until is not None and today < period.pepper_until:
        raise WrongUse(
            f"the pepper of {code} was to stay until {period.pepper_until}: wait for that day",
            "pepper.promised",
        )
    return period
