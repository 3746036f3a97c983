"""`loket evidence`: what lies in the evidence store, held against the database."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from admin_cli import clock, office
from admin_cli.door import PROBLEM_FOUND
from admin_cli.printing import AsJson, document, say, table

if TYPE_CHECKING:
    from storage.database import Database
    from storage.evidence_check import Looked
    from storage.evidence_store.store import EvidenceStore, Stored
    from storage.evidence_sweep import Sweep

T = TypeVar("T")
Work = Callable[["Database", "EvidenceStore"], Awaitable[T]]
_SAID = {
    "missing": "is not in the store: restore it from a backup",
    "size": "has another size: restore it from a backup",
    "content": "has other content: restore it from a backup",
}
_OFTEN = 100

app = typer.Typer(no_args_is_help=True, help="The files staff sent as evidence: check, sweep.")


@app.callback()
def evidence() -> None:
    """The files staff sent as evidence: check, sweep."""


@app.command()
def check(
    read_all: Annotated[
        bool, typer.Option("--read", help="Read every file, and compare its content.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Is every file there that the database relies on? Exit 1 if not."""
    looked = _with_store(lambda database, store: _looked(database, store, read_all=read_all))
    ill = [one for one in looked if one.problem]
    if as_json:
        problems = [{"sha256": one.content.sha256, "problem": one.problem} for one in ill]
        document({"ok": not ill, "files": len(looked), "problems": problems})
    else:
        rows = [(one.content.file, _SAID[one.problem]) for one in ill]
        table(("file", "problem"), rows, empty=f"all {len(looked)} files are there")
    if ill:
        raise typer.Exit(PROBLEM_FOUND)


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove files older than an hour that nothing in the database relies on.

    A crash may leave some. While files of staff are still being fetched, nothing is removed.
    """
    swept = _with_store(lambda database, store: _swept(database, store, dry_run=dry_run))
    if as_json:
        files = {"found": _shown(swept.orphans), "removed": _shown(swept.removed)}
        document({**files, "dry_run": dry_run})
        return
    table(("file", "bytes"), [(one.name, str(one.size)) for one in swept.orphans], empty="")
    say(f"{len(swept.orphans)} files nobody relies on, {len(swept.removed)} removed")
    if len(swept.removed) < len(swept.orphans) and not dry_run:
        say("files of staff are being fetched just now: run it again later for the rest")


def _shown(files: "Sequence[Stored]") -> list[dict[str, str | int]]:
    return [{"file": one.name, "bytes": one.size} for one in files]


async def _looked(
    database: "Database", store: "EvidenceStore", *, read_all: bool
) -> "list[Looked]":
    from storage.evidence_check import look_at_all

    looked: list[Looked] = []
    async for one in look_at_all(database, store, read_all=read_all):
        looked.append(one)
        if len(looked) % _OFTEN == 0:
            say(f"{len(looked)} files looked at")
    return looked


async def _swept(database: "Database", store: "EvidenceStore", *, dry_run: bool) -> "Sweep":
    from storage import evidence_sweep

    now = clock.now().timestamp()
    if dry_run:
        return evidence_sweep.Sweep(tuple(await evidence_sweep.orphans(database, store, now)), ())
    return await evidence_sweep.sweep(database, store, now)


def _with_store(work: "Work[T]") -> T:
    return asyncio.run(_run(work))


async def _run(work: "Work[T]") -> T:
    from bot.evidence.place import store_of
    from storage.migrate import require_current
    from storage.reach import reached

    settings = office.settings()
    async with reached(settings.database_url.get_secret_value()) as database:
        await require_current(database)
        return await work(database, store_of(settings))
