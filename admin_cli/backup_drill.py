"""The drill: a backup nobody has restored is a hope. Nothing of it stays behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import SystemRandom
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from admin_cli import office
from admin_cli.backup_work import live
from admin_cli.bundle.making import Made, Wanted, make
from storage.backups.errors import BackupDamaged
from storage.backups.restoring import rehearsal, vault_of
from storage.backups.shelf import Backup, newest
from storage.database import Database
from storage.migrate import require_current

_REASON = (
    "the bundle of {week} from the backup is not the one from the live data ({names}): if lokus "
    "were added or renamed, a period closed or an F-01 reopened since the backup was made, make a "
    "new one and drill again; if not, the live data were changed by hand"
)
_NO_KEY = bytes(32)  # both bundles are signed alike and thrown away
_GOES_ON = ("ledger/", "MANIFEST.sha256")


@dataclass(frozen=True, slots=True)
class Drilled:
    """What was tried; it works when there are no problems."""

    backup: str
    rows: Mapping[str, int]
    evidence_read: int
    week: str
    sha256: str
    live_sha256: str
    problems: Sequence[str]

    def shape(self) -> dict[str, Any]:
        """As JSON."""
        return {"ok": not self.problems, **asdict(self)}


async def drilled(shelf: Path, passphrase: str, sample: int) -> Drilled:
    """Raises NoBackup, and what keeps us out of the live database."""
    backup = newest(shelf)
    try:
        return await _tried(backup, passphrase, sample)
    except BackupDamaged as error:
        return Drilled(backup.name, {}, 0, "", "", "", [str(error)])


async def _tried(backup: Backup, passphrase: str, sample: int) -> Drilled:
    async with rehearsal(backup, passphrase) as (restored, needed):
        looked = _sample(needed if _has_evidence(backup) else (), sample)
        vault = vault_of(backup, passphrase)
        found = [(name, await vault.problem(name)) for name in looked]
        with TemporaryDirectory(prefix="loket-") as name:
            here = await _bundle(restored, Path(name) / "backup", backup.made_at)
            async with live() as database:
                await require_current(database)
                there = await _bundle(database, Path(name) / "live", backup.made_at)
            differing = _differing(here, there)
    problems = [f"evidence {name}: {problem}" for name, problem in found if problem]
    rows = backup.receipt.rows if backup.receipt else {}
    sums = (here.sha256, there.sha256)
    said = [*problems, *differing]
    return Drilled(backup.name, rows, len(looked), str(here.week), *sums, said)


def _has_evidence(backup: Backup) -> bool:
    return backup.receipt is not None and backup.receipt.has_evidence


def _sample(needed: Sequence[str], size: int) -> Sequence[str]:
    return needed if len(needed) <= size else SystemRandom().sample(list(needed), size)


async def _bundle(database: Database, out: Path, moment: datetime) -> Made:
    """Of the last week that was over when the backup was made: nothing may have changed it.

    Only who is of the staff may have come to light since.
    """
    place = ("", out, moment, office.settings().timezone)
    wanted = Wanted("", True, *place, _NO_KEY, _NO_KEY, with_staff=False)
    async with database.reading() as connection:
        return await make(connection, wanted)


def _differing(here: Made, there: Made) -> Sequence[str]:
    """The ledger goes on after a backup, and may have cut the week since: tables do not change."""
    before, now = _sums(here.file), _sums(there.file)
    names = sorted({name for name, _ in set(before) ^ set(now)})
    if not names:
        return ()
    return [_REASON.format(week=here.week, names=", ".join(names))]


def _sums(bundle: Path) -> Collection[tuple[str, int]]:
    with ZipFile(bundle) as archive:
        return [
            (one.filename, one.CRC)
            for one in archive.infolist()
            if not one.filename.startswith(_GOES_ON)
        ]
