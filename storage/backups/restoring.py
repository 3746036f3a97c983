"""Bring a backup back: the data into an empty database, the evidence into a store."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zipfile import ZipFile

from storage.backups.errors import BackupDamaged
from storage.backups.loading import check, load, scratch
from storage.backups.making import digest_of, opened
from storage.backups.parts import EVIDENCE, Manifest, lines, read_manifest
from storage.backups.shelf import LOCKED, Backup
from storage.backups.vault import Vault
from storage.database import Database
from storage.durable import make_private
from storage.evidence_store.errors import FileMissing
from storage.evidence_store.store import EvidenceStore, digest_in


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `missing` are pieces of evidence that neither shelf nor store has."""

    manifest: Manifest
    evidence: int
    missing: tuple[str, ...]


async def restore(
    backup: Backup, passphrase: str, database: Database, store: EvidenceStore
) -> Restored:
    """Looked at as a whole first; raises DatabaseOccupied, BackupDamaged and the passphrase's."""
    sealed(backup)
    with opened(backup.file, passphrase) as archive:
        manifest = await load(database, archive)
        needed = needed_by(archive)
    await check(database)
    vault = vault_of(backup, passphrase)
    missing = [name for name in needed if not await _bring(vault, store, name)]
    return Restored(manifest, len(needed) - len(missing), tuple(missing))


async def verify(backup: Backup, passphrase: str) -> AsyncIterator[str]:
    """Whatever is wrong with the evidence, by name; raises BackupDamaged for the data."""
    async with rehearsal(backup, passphrase) as (_, needed):
        pass
    if backup.receipt and not backup.receipt.has_evidence:
        return
    vault = vault_of(backup, passphrase)
    for name in needed:
        if problem := await vault.problem(name):
            yield f"{name}: {problem}"


@asynccontextmanager
async def rehearsal(
    backup: Backup, passphrase: str
) -> AsyncIterator[tuple[Database, Sequence[str]]]:
    """Its data in a throw-away database, and the evidence they need."""
    sealed(backup)
    with opened(backup.file, passphrase) as archive:
        async with scratch(archive) as database:
            yield database, needed_by(archive)


def vault_of(backup: Backup, passphrase: str) -> Vault:
    """Where the evidence of a backup lies: beside it, locked as it is."""
    return Vault(backup.folder.parent, passphrase if backup.file.name == LOCKED else "")


def sealed(backup: Backup) -> None:
    """The file is byte for byte what the receipt says."""
    if backup.receipt and digest_of(backup.file) != backup.receipt.sha256:
        raise BackupDamaged(str(backup.file), "its bytes are not those of its receipt")


def needed_by(archive: ZipFile) -> list[str]:
    """The evidence that its data rely on."""
    found = lines(archive, EVIDENCE, read_manifest(archive).evidence)
    return [line.rstrip("\n").split("  ", 1)[1] for line in found]


async def _bring(vault: Vault, store: EvidenceStore, name: str) -> bool:
    """True when the store has it now; the bytes are held against their name on the way."""
    if await store.find(name):
        return True
    make_private(store.spool)
    part, seen = store.spool / "restoring", hashlib.sha256()
    try:
        with part.open("wb") as file:
            async for chunk in vault.read(name):
                seen.update(chunk)
                file.write(chunk)
    except (FileMissing, BackupDamaged):
        return False
    if seen.hexdigest() != digest_in(name):
        return False
    await store.put(part, name)
    return True
