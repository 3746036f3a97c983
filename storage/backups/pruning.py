"""Which backups go: all but the newest, and the evidence that none of the rest needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from storage.backups import shelf as shelves
from storage.backups.shelf import Backup
from storage.backups.vault import FOLDERS
from storage.evidence_store.folder import FolderStore
from storage.evidence_store.store import Stored, digest_in


@dataclass(frozen=True, slots=True)
class Terms:
    """Kept are the newest `keep`, and any younger than `days`; None asks for nothing."""

    keep: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is too old, or was."""

    backups: Sequence[Backup]
    evidence: int


def overdue(shelf: Path, terms: Terms, now: datetime) -> list[Backup]:
    """Never the newest, and none that something is wrong with: that is for people to look at."""
    sound = [one for one in shelves.backups(shelf) if not one.problem]
    if terms == Terms():
        return []
    young = now - timedelta(days=terms.days or 0)
    kept = max(terms.keep or 0, 1)
    return [one for one in sound[kept:] if terms.days is None or one.made_at < young]


async def prune(shelf: Path, terms: Terms, now: datetime) -> Pruned:
    """Raises BackupBusy; safe to repeat."""
    with shelves.alone(shelf):
        gone = overdue(shelf, terms, now)
        for one in gone:
            shelves.remove(one)
        return Pruned(gone, await _sweep(shelf) if gone else 0)


async def _sweep(shelf: Path) -> int:
    """Nothing, where the list of a backup cannot be read."""
    try:
        needed = {digest_in(name) for one in shelves.backups(shelf) for name in one.needed()}
    except (OSError, IndexError, UnicodeDecodeError):
        return 0
    count = 0
    for folder in FOLDERS:
        store = FolderStore(shelf / folder)
        unneeded: list[Stored] = [
            one async for one in store.every() if digest_in(one.name) not in needed
        ]
        for one in unneeded:
            await store.remove(one.name)
        count += len(unneeded)
    return count
