"""What can be wrong with a backup, with the cure."""

from pathlib import Path

from storage.errors import StorageError


class BackupDamaged(StorageError):
    """The bytes are not those that were written."""

    code = "backup.damaged"

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what} is damaged ({reason}): use another backup, and see to the disk")


class NoBackup(StorageError):
    """Nothing there to work with."""

    code = "backup.missing"

    def __init__(self, place: Path) -> None:
        super().__init__(f"there is no backup in {place}: run `loket backup create`, or give --out")


class BackupAhead(StorageError):
    """A newer program made it."""

    code = "backup.ahead"

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"the backup is of version {found}, newer than the {wanted} of this program: "
            "install the program that made it"
        )


class PassphraseNeeded(StorageError):
    """It is locked, and no passphrase was given."""

    code = "backup.locked"

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} is encrypted: give --passphrase-file FILE")


class PassphraseWrong(StorageError):
    """The passphrase does not open it."""

    code = "backup.passphrase"

    def __init__(self, what: str) -> None:
        super().__init__(f"the passphrase does not open {what}: give the one it was made with")


class DatabaseOccupied(StorageError):
    """A restore would write over data."""

    code = "backup.occupied"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} has tables already, and nothing is ever restored over data: "
            "give a new folder, or a database that was just created"
        )


class BackupBusy(StorageError):
    """Another program is at work in the same folder."""

    code = "backup.busy"

    def __init__(self, shelf: Path) -> None:
        super().__init__(f"another backup is being made in {shelf}: wait until it is done")
