"""`loket period`: the days on which answers are taken, and the pepper that goes with them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office, peppers
from admin_cli.codes import Code, code_of, day_of
from admin_cli.door import WrongUse
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from bot.keys import KeyRing
    from storage.database import Connection
    from storage.periods import Period

app = typer.Typer(no_args_is_help=True, help="When answers are taken: open, close, list.")

From = Annotated[str, typer.Option("--from", metavar="DATE", help="First day, e.g. 2026-11-01.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Last day, included.")]


@app.command("open")
def open_one(code: Code, first: From, last: Until, as_json: AsJson = False) -> None:
    """Open a period: makes its pepper, the key that keeps its respondents nameless."""
    code, first_day, last_day = code_of(code), day_of(first), day_of(last)
    if last_day < first_day:
        raise WrongUse(f"the period would end ({last_day}) before it begins", "period.days")
    settings = office.settings()
    keys, today = office.keys(settings), office.today(settings.timezone)
    period, overlapping = _open(keys, code, (first_day, last_day), today)
    for other in overlapping:
        say(f"note: period {other.code} takes answers on some of these days too")
    if as_json:
        document(shape(period, today))
    else:
        state = shape(period, today)["state"]
        say(f"period {code} is {state}: {first_day} until {last_day}; its pepper is")
        say(f"{keys.folder}/pepper-{code}.key: keep a copy apart from the database's backups")


@app.command()
def close(
    code: Code,
    after: Annotated[
        int | None,
        typer.Option(
            "--destroy-pepper-after",
            metavar="DAYS",
            min=0,
            help="When complaints are over; `loket retention` then destroys it.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Close a period before its last day; it cannot be opened again."""
    from storage import periods

    today = office.today(office.settings().timezone)

    async def work(tables: "Connection") -> "Period":
        await periods.close_period(tables, code, today)
        if after is not None:
            await periods.keep_pepper_until(tables, code, today + timedelta(days=after))
        return await periods.period_of(tables, code)

    period = office.writing(work)
    if as_json:
        document(shape(period, today))
        return
    say(f"period {code} is closed since {period.closed_on}; no further answer is taken")
    if period.pepper_until:
        say(f"its pepper is to be destroyed from {period.pepper_until} on: loket retention does it")


app.command("destroy-pepper")(peppers.destroy)


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List every period, oldest first."""
    from storage import periods

    found = office.reading(periods.all_periods)
    today = office.today(office.settings().timezone)
    if as_json:
        document({"periods": [shape(one, today) for one in found]})
        return
    table(
        ("code", "from", "until", "state"),
        (tuple(shape(one, today).values()) for one in found),
        empty="there is no period yet: loket period open CODE --from DATE --until DATE",
    )


def shape(period: "Period", today: date) -> dict[str, str]:
    """A period as every command shows it; `state` is upcoming, open, over or closed."""
    return {
        "code": period.code,
        "first_day": str(period.first_day),
        "last_day": str(period.last_day),
        "state": _state(period, today),
    }


def _state(period: "Period", today: date) -> str:
    if period.closed_on is not None:
        return "closed"
    if today < period.first_day:
        return "upcoming"
    return "open" if period.is_open(today) else "over"


def _open(
    keys: "KeyRing", code: str, days: tuple[date, date], today: date
) -> "tuple[Period, list[Period]]":
    """The pepper first: a period without one would refuse every answer."""
    from storage import ledger, periods
    from survey_flows.ledger import leaves

    first_day, last_day = days
    office.reading(lambda tables: _require_new(tables, code))
    _ = keys.newest_qr  # raises KeyMissing where `loket init` has not been
    check = keys.new_pepper(code)

    async def work(tables: "Connection") -> "tuple[Period, list[Period]]":
        others = [one for one in await periods.all_periods(tables) if one.closed_on is None]
        opened = await periods.open_period(tables, code, first_day, last_day, check)
        await ledger.append(tables, leaves.period(code, "opened", today.isoformat()))
        return opened, [
            one for one in others if one.first_day <= last_day and first_day <= one.last_day
        ]

    try:
        return office.writing(work)
    except BaseException:
        keys.drop_pepper(code)
        raise


async def _require_new(tables: "Connection", code: str) -> None:
    """Before a key is made for it."""
    from storage import periods
    from storage.errors import CodeTaken

    if any(one.code == code for one in await periods.all_periods(tables)):
        raise CodeTaken("period", code)
