"""What the backup commands do, once they know what is wanted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli import clock, office

if TYPE_CHECKING:
    from admin_cli.aftermath import Aftermath
    from storage.backups.pruning import Pruned
    from storage.backups.restoring import Restored
    from storage.backups.shelf import Backup
    from storage.database import Database
    from storage.evidence_store.store import EvidenceStore


async def created(shelf: Path, passphrase: str, *, with_evidence: bool) -> "Backup":
    """Of the live database; a backup is made before an upgrade too, so any version will do."""
    from bot.evidence.place import store_of
    from storage.backups.making import Wanted, create

    store = store_of(office.settings()) if with_evidence else None
    program = version("suaraloket")
    async with live() as database:
        wanted = Wanted(shelf, clock.now(), program, passphrase, store)
        return await create(database, wanted, clock.now)


async def pruned(shelf: Path, keep: int) -> "Pruned":
    """All but the newest."""
    from storage.backups.pruning import Terms, prune

    return await prune(shelf, Terms(keep), clock.now())


async def verified(backup: "Backup", passphrase: str) -> list[str]:
    """All that is wrong with it."""
    from storage.backups.errors import BackupDamaged
    from storage.backups.restoring import verify

    try:
        return [one async for one in verify(backup, passphrase)]
    except BackupDamaged as error:
        return [f"{backup.name}: {error}".partition(": use another")[0]]


async def restored(
    backup: "Backup", passphrase: str, url: str, evidence: str
) -> "tuple[Restored, Aftermath]":
    """The folder of a new SQLite file is for its owner only."""
    from admin_cli.aftermath import put_right
    from storage.backups.restoring import restore
    from storage.reach import reached

    async with reached(url, may_be_new=True) as database:
        _make_room(database)
        back = await restore(backup, passphrase, database, _store(evidence))
        return back, await put_right(database)


@asynccontextmanager
async def live() -> "AsyncIterator[Database]":
    """The database of the settings, whatever its version."""
    from storage.reach import reached

    async with reached(office.settings().database_url.get_secret_value()) as database:
        yield database


def _store(evidence: str) -> "EvidenceStore":
    from bot.evidence.place import store_of

    return store_of(office.settings().model_copy(update={"evidence_url": evidence}))


def _make_room(database: "Database") -> None:
    from storage.durable import make_private
    from storage.reach import sqlite_file

    path = sqlite_file(database.url)
    if path is not None:
        make_private(path.absolute().parent)
        path.touch(mode=0o600, exist_ok=True)
