"""The folder backups stand in: one folder for each, named for its moment, and their evidence.

A backup is made in a draft folder and gets its name at the end: what has a name is whole.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.backups.errors import BackupBusy, BackupDamaged, NoBackup
from storage.durable import make_private, sync_folder, sync_new_folder

RECEIPT, EVIDENCE_LIST = "receipt.json", "evidence.sha256"
PLAIN, LOCKED = "database.zip", "database.zip.age"
DRAFT = ".draft-"
_NAME = re.compile(r"\d{8}T\d{6}Z(-\d{1,3})?")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was made and verified, readable without the passphrase. Times are UTC.

    `evidence` is how many files the data need, `missing` those the store could not give; with
    `has_evidence` off none were copied.
    """

    made_at: str
    verified_at: str
    program: str
    schema: str
    dialect: str
    file: str
    bytes: int
    sha256: str
    rows: Mapping[str, int]
    has_evidence: bool
    evidence: int
    evidence_bytes: int
    missing: Sequence[str]

    @property
    def is_encrypted(self) -> bool:
        """Whether a passphrase is needed."""
        return self.file == LOCKED

    def shape(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"encrypted": self.is_encrypted}


@dataclass(frozen=True, slots=True)
class Backup:
    """One on the shelf. Without a receipt it was tampered with, or only half of it was copied."""

    folder: Path
    receipt: Receipt | None

    @property
    def name(self) -> str:
        """The moment it was made."""
        return self.folder.name

    @property
    def made_at(self) -> datetime:
        """By its name."""
        return datetime.strptime(self.name[:16], _STAMP).replace(tzinfo=UTC)

    @property
    def file(self) -> Path:
        """The data; raises BackupDamaged when they are gone."""
        for name in (LOCKED, PLAIN):
            if (self.folder / name).is_file():
                return self.folder / name
        raise BackupDamaged(str(self.folder), f"it has neither {PLAIN} nor {LOCKED}")

    @property
    def problem(self) -> str:
        """What is wrong at a glance; empty when nothing is."""
        if self.receipt is None:
            return "no receipt"
        path = self.folder / self.receipt.file
        if not path.is_file():
            return "the data are gone"
        return "" if path.stat().st_size == self.receipt.bytes else "another size"

    def needed(self) -> list[str]:
        """The evidence its data rely on, by name."""
        lines = (self.folder / EVIDENCE_LIST).read_text(encoding="utf-8").splitlines()
        return [line.split("  ", 1)[1] for line in lines]


def backups(shelf: Path) -> list[Backup]:
    """Newest first; what others put there is left alone."""
    found = [one for one in shelf.iterdir() if is_ours(one)] if shelf.is_dir() else []
    return [backup_in(one) for one in sorted(found, key=_age, reverse=True)]


def newest(shelf: Path) -> Backup:
    """Raises NoBackup."""
    for one in backups(shelf):
        if not one.problem:
            return one
    raise NoBackup(shelf)


def backup_in(folder: Path) -> Backup:
    """The backup in a folder, however it is named."""
    try:
        found = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        found.pop("encrypted")
        return Backup(folder, Receipt(**found))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Backup(folder, None)


def is_ours(folder: Path) -> bool:
    """Whether we could have named it so."""
    return folder.is_dir() and _NAME.fullmatch(folder.name) is not None


@contextmanager
def alone(shelf: Path) -> Iterator[None]:
    """Nobody else makes or removes backups meanwhile, and halves of a killed one go."""
    make_private(shelf)
    handle = os.open(shelf / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupBusy(shelf) from None
        for half in halves(shelf):
            shutil.rmtree(half)
        yield
    finally:
        os.close(handle)


def halves(shelf: Path) -> list[Path]:
    """What a killed program left, or is at work on."""
    return sorted(shelf.glob(f"{DRAFT}*")) if shelf.is_dir() else []


def begin(shelf: Path) -> Path:
    """A draft folder for its owner only."""
    draft = shelf / f"{DRAFT}{os.getpid()}"
    draft.mkdir(mode=0o700)
    return draft


def write(path: Path, text: str) -> None:
    """On the disk, once this comes back."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def settle(draft: Path, receipt: Receipt, moment: datetime) -> Backup:
    """The draft gets its name; a power cut leaves a draft or a backup, never half of one."""
    write(draft / RECEIPT, json.dumps(receipt.shape(), indent=2) + "\n")
    sync_folder(draft)
    folder = _free(draft.parent, moment.astimezone(UTC).strftime(_STAMP))
    draft.rename(folder)
    sync_new_folder(folder.parent)
    return Backup(folder, receipt)


def remove(backup: Backup) -> None:
    """Its name goes first, so that half a backup never looks like one."""
    draft = backup.folder.with_name(f"{DRAFT}{backup.name}")
    backup.folder.rename(draft)
    shutil.rmtree(draft)


def _free(shelf: Path, stamp: str) -> Path:
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    return next(shelf / name for name in names if not (shelf / name).exists())


def _age(folder: Path) -> tuple[str, int]:
    stamp, _, number = folder.name.partition("-")
    return stamp, int(number or 1)
