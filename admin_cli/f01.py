"""`loket f01`: what only the office may do with the form a lokus fills about itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock, office
from admin_cli.codes import OfLokus, code_of
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.periods import OfPeriod, today_at, unambiguous
from admin_cli.printing import AsJson, document, say
from admin_cli.setting_up import Yes, is_terminal

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.drafts import Draft
    from storage.periods import Period
    from storage.places import Lokus

app = typer.Typer(no_args_is_help=True, help="The form a lokus fills about itself: reopen.")

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the staff read it.")]


@dataclass(frozen=True, slots=True)
class Form:
    """The F-01 of a lokus in a period that is open."""

    lokus: "Lokus"
    period: "Period"
    draft: "Draft"

    @property
    def reason(self) -> str:
        """Why it is open again; empty while it never was sent, and once it is sent again."""
        from survey_flows.facts import RevisionOpened, Submitted

        ends = (one.fact for one in reversed(self.draft.entries))
        newest = next((one for one in ends if isinstance(one, Submitted | RevisionOpened)), None)
        return newest.reason if isinstance(newest, RevisionOpened) else ""

    @property
    def name(self) -> str:
        return f"the F-01 of {self.lokus.code} in {self.period.code}"


@app.callback()
def f01() -> None:
    """The form a lokus fills about itself: reopen."""


@app.command()
def reopen(
    lokus: OfLokus,
    reason: Reason,
    period: OfPeriod = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Let the staff change a form they have sent: a new revision, the sent one stays as it was.

    Safe to repeat with the same reason.
    """
    why, code = _readable(reason), code_of(lokus)
    seen = office.reading(lambda tables: _find(tables, code, period))
    if not _is_done(seen, why) and not yes and is_terminal():
        say(f"{seen.name}, revision {seen.draft.revision}, will be open to its staff again")
        if not typer.confirm("Open it?", default=False, err=True):
            say("nothing was changed")
            raise typer.Exit(PROBLEM_FOUND)
    form, is_new = office.writing(lambda tables: _reopen(tables, code, period, why))
    if as_json:
        document(_shape(form, is_new=is_new))
    else:
        state = "is open again" if is_new else "was open again already, for this reason"
        say(f"{form.name} {state}: revision {form.draft.revision}")


def _readable(reason: str) -> str:
    from survey_flows.typed import LONGEST, Misread, read_words

    read = read_words(reason)
    if isinstance(read, Misread):
        raise WrongUse(
            f"a reason has 1 to {LONGEST} characters: say what the staff should change",
            "reason.bad",
        )
    return read


async def _find(tables: "Connection", lokus: str, period: str) -> Form:
    from storage import drafts, periods, places
    from storage.drafts import Owner

    where = await places.lokus_of(tables, lokus)
    today = today_at(where, clock.now())
    found = unambiguous(await periods.all_periods(tables), period, today)
    if not found.is_open(today):
        raise WrongUse(
            f"period {found.code} takes nothing today, so the staff could not send the form again",
            "period.closed",
        )
    draft = await drafts.of_owner(tables, Owner(where.id, found.id))
    if draft is None:
        raise WrongUse(
            f"nobody has opened the F-01 of {where.code} in {found.code} yet", "f01.not_opened"
        )
    return Form(where, found, draft)


async def _reopen(tables: "Connection", lokus: str, period: str, why: str) -> tuple[Form, bool]:
    """The form as it is now, and whether that is our doing."""
    from storage.sending import reopen_form

    form = await _find(tables, lokus, period)
    if _is_done(form, why):
        return form, False
    at = int(clock.now().timestamp())
    draft = await reopen_form(tables, form.draft, why, at)
    return Form(form.lokus, form.period, draft), True


def _is_done(form: Form, why: str) -> bool:
    """Raises WrongUse where there is nothing to open again."""
    if form.draft.is_sent:
        return False
    if form.reason == why:
        return True
    state = f"open again already: {form.reason}" if form.reason else "open: it was not sent yet"
    raise WrongUse(f"{form.name} is {state}", "f01.not_sent")


def _shape(form: Form, *, is_new: bool) -> dict[str, object]:
    return {
        "lokus": form.lokus.code,
        "period": form.period.code,
        "form_version": form.draft.version,
        "revision": form.draft.revision,
        "reason": form.reason,
        "changed": is_new,
    }
