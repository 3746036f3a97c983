"""`loket progress`: how far each lokus is with its F-01."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office
from admin_cli.codes import OnlyOf, code_of
from admin_cli.door import WrongUse
from admin_cli.periods import OfPeriod, newest
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.standings import Standing
    from storage.database import Connection
    from storage.periods import Period

    Look = tuple[Period, list[str], Sequence[Standing]]

OfLokus = Annotated[str, typer.Option("--lokus", metavar="CODE", help="Only this one, with gaps.")]
History = Annotated[
    bool, typer.Option("--history", help="Who did what when, and what each reopening changed.")
]

Watch = Annotated[bool, typer.Option("--watch", help="Show it anew every 5 seconds, until Ctrl-C.")]


def progress(
    *,
    lokus: OfLokus = "",
    period: OfPeriod = "",
    instansi: OnlyOf = "",
    history: History = False,
    watch: Watch = False,
    as_json: AsJson = False,
) -> None:
    """Show how far each lokus is with F-01.

    For people in Indonesian, as it is passed on to the offices.
    """
    if history and not lokus:
        raise WrongUse("a history is that of one lokus: say which with --lokus CODE")
    codes = (code_of(lokus) if lokus else "", code_of(instansi) if instansi else "")
    if watch:
        if lokus or as_json:
            raise WrongUse("--watch shows the table of all lokus: leave out --lokus and --json")
        _watch(lambda: office.reading(lambda tables: _look(tables, period, codes)))
        return
    chosen, others, found = office.reading(lambda tables: _look(tables, period, codes))
    if others:
        say(f"note: shown is period {chosen.code}; open too: {', '.join(others)} (--period CODE)")
    if as_json:
        _document(chosen, found, in_full=bool(lokus), history=history)
    else:
        _show(chosen, found, in_full=bool(lokus), history=history)


def _watch(look: "Callable[[], Look]") -> None:
    from admin_cli.progress_watch import watch

    if not sys.stdout.isatty():
        raise WrongUse(
            "--watch needs a terminal: run it in one, or leave it out to print the table once",
            "progress.no_terminal",
        )
    watch(look)


async def _look(tables: "Connection", period: str, codes: tuple[str, str]) -> "Look":
    from admin_cli.standings import office_of, standing_of
    from storage import periods, places

    lokus, instansi = codes
    today = office.today(office.settings().timezone)
    chosen, others = newest(await periods.all_periods(tables), period, today)
    if instansi:
        await places.instansi_of(tables, instansi)
    one = [await places.lokus_of(tables, lokus)] if lokus else None
    every = one or await places.all_lokus(tables, instansi or None)
    shared = await office_of(tables, chosen)
    return chosen, others, [await standing_of(tables, shared, each) for each in every]


def _document(
    period: "Period", found: "Sequence[Standing]", *, in_full: bool, history: bool
) -> None:
    from admin_cli.period import shape
    from admin_cli.progress_shapes import entry_shapes, gap_shapes, revision_shapes, standing_shape

    every = []
    for one in found:
        said = standing_shape(one)
        if in_full:
            said["owed"] = list(gap_shapes(one))
        if history:
            said["history"] = list(entry_shapes(one))
            said["revisions"] = list(revision_shapes(one))
        every.append(said)
    today = office.today(office.settings().timezone)
    document({"period": shape(period, today), "lokus": every})


def _show(period: "Period", found: "Sequence[Standing]", *, in_full: bool, history: bool) -> None:
    from admin_cli import progress_history, progress_text

    if not in_full:
        progress_text.show_all(period, found)
        return
    for one in found:
        progress_text.show_one(one)
        if history:
            progress_history.show(one)
