"""What an import would do, for people and for programs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from admin_cli.importing.plan import Judged, Plan
from admin_cli.printing import say, table

_MOST_SHOWN = 60
_MOST_PROBLEMS = 500


def show(plan: Plan) -> None:
    """A table of what changes, or of everything that is in the way."""
    for note in plan.notes:
        say(f"note: {note}")
    if plan.problems:
        rows = [(one.cell, one.column, one.said) for one in plan.problems[:_MOST_PROBLEMS]]
        table(("cell", "column", "problem and what to do"), rows, empty="")
        _say_rest(len(plan.problems) - _MOST_PROBLEMS)
    elif plan.changes:
        heads = ("row", "", "code", "name", "instansi", "name until now")
        table(heads, map(_shown, plan.changes[:_MOST_SHOWN]), empty="")
        _say_rest(len(plan.changes) - _MOST_SHOWN)
    say(summary(plan))


def summary(plan: Plan) -> str:
    """One line: 2 problems, or how many of what."""
    if plan.problems:
        rows = len({one.row for one in plan.problems})
        return f"{len(plan.problems)} problems in {rows} rows: nothing was stored"
    parts = [_counted(plan.instansi, "instansi"), _counted(plan.lokus, "lokus")]
    return "; ".join(filter(None, parts))


def shape(plan: Plan, *, is_stored: bool) -> Mapping[str, Any]:
    """As JSON shows it."""
    return {
        "ok": not plan.problems,
        "stored": is_stored,
        "instansi": [_shape(one, "timezone") for one in plan.instansi],
        "lokus": [_shape(one, "instansi") for one in plan.lokus],
        "problems": [asdict(one) for one in plan.problems],
        "notes": list(plan.notes),
    }


def _shape(one: Judged, own: str) -> dict[str, Any]:
    wanted = {"row", "state", "code", "name", own} | ({"was"} if one.was else set())
    return {name: value for name, value in asdict(one).items() if name in wanted}


def _counted(judged: Sequence[Judged], what: str) -> str:
    states = Counter(one.state for one in judged)
    said = ", ".join(
        f"{states[one]} {one}" for one in ("new", "renamed", "unchanged") if states[one]
    )
    return f"{what}: {said}" if said else ""


def _shown(one: Judged) -> tuple[str, ...]:
    kind = one.state if one.instansi else f"{one.state} instansi"
    return (str(one.row), kind, one.code, one.name, one.instansi, one.was)


def _say_rest(more: int) -> None:
    if more > 0:
        say(f"... and {more} more; --json shows all")
