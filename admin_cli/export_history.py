"""`loket export history`: what was made and pushed, when, and how that ended."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from admin_cli import clock, office
from admin_cli.printing import AsJson, document, table

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.pushes import Attempt, Bundle, Push

OfWeek = Annotated[str, typer.Option("--week", help="Only of this week, e.g. 2026-W47.")]
_HEADS = ("when", "file", "what", "outcome")


def history(of_week: OfWeek = "", as_json: AsJson = False) -> None:
    """What was made and pushed, oldest first: every attempt, with what the receiver said."""
    bundles, pushes = office.reading(_read)
    if of_week:
        from survey_flows.weeks import Week

        week = str(Week.read(of_week))
        bundles = [one for one in bundles if one.week == week]
        pushes = [one for one in pushes if one.asked.week == week]
    if as_json:
        shapes = {"bundles": [_bundle(one) for one in bundles]}
        document(shapes | {"pushes": [_push(one) for one in pushes]})
        return
    zone = ZoneInfo(office.settings().timezone)
    lines = sorted([*_made(bundles), *_tried(pushes)], key=lambda one: one[0])
    rows = [(_when(at, zone), *cells) for at, cells in lines]
    table(_HEADS, rows, empty="nothing was exported yet: run `loket export week --last`")


async def _read(tables: "Connection") -> "tuple[list[Bundle], list[Push]]":
    from storage.pushes import all_bundles, all_pushes

    return await all_bundles(tables), await all_pushes(tables)


def _made(bundles: "list[Bundle]") -> Iterator[tuple[int, tuple[str, ...]]]:
    for one in bundles:
        outcome = "complete" if one.is_complete else "provisional"
        yield one.made_at, (Path(one.file).name, "made", outcome)


def _tried(pushes: "list[Push]") -> Iterator[tuple[int, tuple[str, ...]]]:
    for one in pushes:
        file = Path(one.asked.file).name
        for number, attempt in enumerate(one.attempts, start=1):
            yield attempt.begun_at, (file, f"push {number}", _outcome(attempt))


def _outcome(attempt: "Attempt") -> str:
    from admin_cli.pushing.carrying import words

    if attempt.receipt is None:
        return "unfinished: running, or cut off"
    return f"{attempt.receipt.outcome}: {words(attempt.receipt)}"


def _bundle(one: "Bundle") -> dict[str, Any]:
    return {
        "file": one.file,
        "week": one.week,
        "complete": one.is_complete,
        "sha256": one.sha256,
        "manifest_sha256": one.manifest,
        "made_at": _iso(one.made_at),
    }


def _push(one: "Push") -> dict[str, Any]:
    from admin_cli.pushing.target import shown
    from storage.push_standing import due_at, state

    stands = state(one, int(clock.now().timestamp()))
    return {
        "file": one.asked.file,
        "week": one.asked.week,
        "manifest_sha256": one.asked.manifest,
        "url": shown(one.asked.url),
        "asked_at": _iso(one.asked.asked_at),
        "state": stands,
        "next_try_at": _iso(due_at(one)) if stands == "pending" else None,
        "attempts": [_attempt(each) for each in one.attempts],
    }


def _attempt(one: "Attempt") -> dict[str, Any]:
    ended = one.receipt
    return {
        "begun_at": _iso(one.begun_at),
        "ended_at": _iso(ended.ended_at) if ended else None,
        "outcome": ended.outcome if ended else None,
        "status": ended.status if ended else None,
        "said": ended.said if ended else "",
        "body_sha256": ended.body_sha256 if ended else None,
    }


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _when(seconds: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")
