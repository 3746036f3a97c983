"""`loket retention`: drop what nobody needs any more, and say what is for the agency to decide."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import clock, office
from admin_cli.peppers import destroy_pepper, due_peppers
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database

_TERMS = {
    "updates": "ids of updates of Telegram",
    "parked": "updates that could not be handled, encrypted",
    "bookmarks": "where people were reading",
}
_HALVES = "*.part"  # as bot.evidence.storing names them; importing that costs seconds
_HALF_A_DAY = 12 * 3600
_STAYS = """\
Not dropped, for no command may: answers, F-01 with its history and evidence, staff and what they
did, receipts. How long these are kept is in the agency's records schedule (JRA, under Law 43 of
2009 on archives). The pepper of a closed period goes when its complaints are over, on the day
given to `loket period close --destroy-pepper-after`: then no answer leads to an account any more.
Backups hold what was dropped here until they go themselves."""


@dataclass(frozen=True, slots=True)
class Line:
    """`what` is a stable name; `found` are past their term, `dropped` are gone."""

    what: str
    about: str
    term: str
    found: int
    dropped: int


def retention(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Backups: keep the newest N. If none, keep all.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="Backups: drop those older; never the newest.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Drop what is past its term: update ids, parked updates, bookmarks, leftovers, old backups.

    Answers, evidence and staff stay: their term is the agency's to set. Safe to repeat.
    """
    lines = asyncio.run(_lines(dry_run=dry_run, keep=keep, days=days))
    if as_json:
        document({"dry_run": dry_run, "lines": [asdict(one) for one in lines]})
        return
    heads = ("what", "kept for", "past it", "dropped")
    rows = [(one.about, one.term, str(one.found), str(one.dropped)) for one in lines]
    table(heads, rows, empty="")
    say(_STAYS)


async def _lines(*, dry_run: bool, keep: int | None, days: int | None) -> list[Line]:
    from storage.migrate import require_current
    from storage.reach import reached

    settings = office.settings()
    async with reached(settings.database_url.get_secret_value()) as database:
        await require_current(database)
        rows = await _rows(database, dry_run=dry_run)
        files = await _orphans(settings, database, dry_run=dry_run)
        gone = await _peppers(settings, database, dry_run=dry_run)
    halves = _halves(settings, dry_run=dry_run)
    old = await _backups(settings.backup_dir, (keep, days), dry_run=dry_run)
    return [*rows, files, gone, halves, old]


async def _rows(database: "Database", *, dry_run: bool) -> Sequence[Line]:
    from storage.retention import TERMS, drop, overdue

    today = clock.now().date()
    if dry_run:
        async with database.reading() as connection:
            found = await overdue(connection, today)
    else:
        async with database.writing() as connection:
            found = await drop(connection, today)
    return [
        Line(
            one.table,
            _TERMS[one.table],
            f"{one.days} days",
            found[one.table],
            0 if dry_run else found[one.table],
        )
        for one in TERMS
    ]


async def _orphans(settings: "Settings", database: "Database", *, dry_run: bool) -> Line:
    from bot.evidence.place import store_of
    from storage.evidence_sweep import orphans, sweep

    store, now = store_of(settings), clock.now().timestamp()
    if dry_run:
        found, removed = len(await orphans(database, store, now)), 0
    else:
        swept = await sweep(database, store, now)
        found, removed = len(swept.orphans), len(swept.removed)
    return Line("orphans", "files of evidence nobody relies on", "1 hour", found, removed)


async def _peppers(settings: "Settings", database: "Database", *, dry_run: bool) -> Line:
    """Those whose day has come, as `loket period close --destroy-pepper-after` said."""
    keys, today = office.keys(settings), office.today(settings.timezone)
    async with database.writing() as connection:
        found = await due_peppers(connection, keys, today)
        for one in () if dry_run else found:
            await destroy_pepper(connection, keys, one, today)
    dropped = 0 if dry_run else len(found)
    return Line("peppers", "peppers of closed periods", "as said at closing", len(found), dropped)


def _halves(settings: "Settings", *, dry_run: bool) -> Line:
    """The bot removes them too, when it starts."""
    from bot.evidence.place import store_of

    before = clock.now().timestamp() - _HALF_A_DAY
    spool = store_of(settings).spool
    found = [one for one in spool.glob(_HALVES) if one.stat().st_mtime < before]
    for one in () if dry_run else found:
        one.unlink(missing_ok=True)
    gone = 0 if dry_run else len(found)
    return Line("spool", "files that were never fetched whole", "12 hours", len(found), gone)


async def _backups(shelf: Path, term: tuple[int | None, int | None], *, dry_run: bool) -> Line:
    from storage.backups.pruning import Terms, overdue, prune

    terms, now = Terms(*term), clock.now()
    found = overdue(shelf, terms, now)
    gone = (await prune(shelf, terms, now)).backups if found and not dry_run else ()
    return Line("backups", "backups", _said(terms.keep, terms.days), len(found), len(gone))


def _said(keep: int | None, days: int | None) -> str:
    words = [f"the newest {keep}"] if keep else []
    words += [f"{days} days"] if days else []
    return " and ".join(words) or "ever: give --keep or --days"
