"""Make a backup while everybody goes on: written, read back, opened, and only then named."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from storage.backups import shelf
from storage.backups.age import WORK, Locking, Sink, Unlocked
from storage.backups.dumping import Dumped, dump, sum_line
from storage.backups.errors import BackupDamaged, PassphraseNeeded
from storage.backups.loading import scratch
from storage.backups.shelf import EVIDENCE_LIST, LOCKED, PLAIN, Backup, Receipt
from storage.backups.vault import Copied, Vault
from storage.database import Database
from storage.evidence_store.store import EvidenceStore


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a backup goes and who makes it; a passphrase locks it, a `store` brings evidence in."""

    shelf: Path
    moment: datetime
    program: str
    passphrase: str = ""
    store: EvidenceStore | None = None
    work: int = WORK


async def create(database: Database, wanted: Wanted, clock: Callable[[], datetime]) -> Backup:
    """Raises BackupBusy; killed anywhere, it leaves a draft that the next one removes."""
    with shelf.alone(wanted.shelf):
        draft = shelf.begin(wanted.shelf)
        try:
            return await _fill(database, draft, wanted, clock)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


async def _fill(
    database: Database, draft: Path, wanted: Wanted, clock: Callable[[], datetime]
) -> Backup:
    path = draft / (LOCKED if wanted.passphrase else PLAIN)
    with path.open("xb") as file:
        path.chmod(0o600)
        with _sink(file, wanted) as sink:
            dumped = await dump(database, sink, wanted.moment, wanted.program)
        file.flush()
        os.fsync(file.fileno())
    shelf.write(draft / EVIDENCE_LIST, "".join(f"{sum_line(name)}\n" for name in dumped.files))
    await _prove(path, wanted.passphrase)
    copied = await _copy(dumped, wanted)
    receipt = _receipt(path, dumped, copied, clock())
    return shelf.settle(draft, receipt, wanted.moment)


@contextmanager
def _sink(file: IO[bytes], wanted: Wanted) -> Iterator[Sink]:
    if not wanted.passphrase:
        yield file
        return
    locking = Locking(file, wanted.passphrase, wanted.work)
    yield locking
    locking.finish()


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[ZipFile]:
    """The zip inside a backup's file; raises PassphraseNeeded, PassphraseWrong, BackupDamaged."""
    is_locked = path.suffix == ".age"
    if is_locked and not passphrase:
        raise PassphraseNeeded(path)
    with path.open("rb") as file:
        try:
            inside = Unlocked(file, passphrase, str(path)) if is_locked else file
            archive = ZipFile(inside)
        except BadZipFile:
            raise BackupDamaged(str(path), "it is no zip, or only half of one") from None
        with archive:
            yield archive


async def _prove(path: Path, passphrase: str) -> None:
    """Loaded into a database of its own: a backup that cannot be restored is none."""
    with opened(path, passphrase) as archive:
        async with scratch(archive):
            pass


async def _copy(dumped: Dumped, wanted: Wanted) -> Copied | None:
    """After the reading of the data: a file never goes while a row relies on it."""
    if wanted.store is None:
        return None
    vault = Vault(wanted.shelf, wanted.passphrase, wanted.work)
    return await vault.take(wanted.store, dumped.files)


def _receipt(path: Path, dumped: Dumped, copied: Copied | None, verified: datetime) -> Receipt:
    about = dumped.manifest
    return Receipt(
        made_at=about.made_at,
        verified_at=verified.isoformat(timespec="seconds"),
        program=about.program,
        schema=about.schema,
        dialect=about.dialect,
        file=path.name,
        bytes=path.stat().st_size,
        sha256=digest_of(path),
        rows=about.rows,
        has_evidence=copied is not None,
        evidence=len(dumped.files),
        evidence_bytes=sum(dumped.files.values()),
        missing=copied.missing if copied else (),
    )


def digest_of(path: Path) -> str:
    """sha256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
