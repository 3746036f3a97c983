"""Which weeks rotating posters are made for."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli.door import WrongUse
from admin_cli.printing import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.periods import Period
    from survey_flows.weeks import Week

Rotating = Annotated[
    bool,
    typer.Option("--rotating", help="Good for one week only: a photo of it is soon worthless."),
]
First = Annotated[
    str, typer.Option("--week", metavar="WEEK", help="With --rotating: like 2026-W47, or now.")
]
Next = Annotated[bool, typer.Option("--next", help="With --rotating: from next week on.")]
Number = Annotated[
    int, typer.Option("--weeks", min=1, max=53, help="With --rotating: how many weeks at once.")
]


def weeks_of(week: str, is_next: bool, number: int, today: date) -> "Sequence[Week]":
    """One after the other, from the week named, or this one, or the next."""
    from survey_flows.weeks import Week

    if week and is_next:
        raise WrongUse("say --week or --next, not both")
    first = Week.read(week) if week else Week.of(today + timedelta(weeks=int(is_next)))
    return [Week.of(first.first_day + timedelta(weeks=step)) for step in range(number)]


def within(weeks: "Sequence[Week]", period: "Period") -> "Sequence[Week]":
    """Those in which the period takes answers; a note says which are left out."""
    kept = [
        one
        for one in weeks
        if one.first_day <= period.last_day and period.first_day <= one.last_day
    ]
    days = f"{period.first_day} until {period.last_day}"
    if not kept:
        raise WrongUse(f"period {period.code} takes no answers in {weeks[0]}: it is {days}")
    if left := [str(one) for one in weeks if one not in kept]:
        say(f"note: no posters for {', '.join(left)}: period {period.code} is {days}")
    return kept
