"""Keys: one file each, 0600, in a folder apart from the database and its backups."""

import hmac
import os
import re
from pathlib import Path

from bot.errors import KeyMissing, KeysUsedUp, KeyUnfinished, WrongPepper
from bot.key_files import Mark, make_key, mark, read_key
from bot.rotation import Rotation
from storage.durable import sync_folder
from survey_flows.pseudonyms import pepper_check

_QR_NAME = re.compile(r"qr-(\d{1,3})\.key")
_REVOKED_NAME = re.compile(r"revoked-qr-(\d{1,3})\.key")
_LAST_QR = 255  # a link has one byte for it


class KeyRing:
    """Reads keys when they are asked for; keeps them in memory while their files stay the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._account = Rotation(folder, "account").older  # looked for by every turn
        self._paths: dict[str, Path] = {}
        self._read: dict[str, bytes] = {}
        self._checks: dict[str, str] = {}
        self._marks: dict[str, Mark | None] = {}

    def create(self) -> list[Path]:
        """Make the folder and the keys that are not there yet; give back the new files."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        others = ["account.key", "parked.key", "chats.key", "bundle.key", "ledger.key"]
        wanted = others if self._qr_names() else [_qr_name(self._next_qr()), *others]
        return [self._make(name) for name in wanted if not (self.folder / name).exists()]

    @property
    def account(self) -> bytes:
        """Finds the questionnaire an account has open, and who serves where.

        Raises KeyUnfinished while some are found by the older key: staff would pass for citizens.
        """
        if mark(self._account) is not None:
            raise KeyUnfinished("account")
        return self._key("account.key", "run `loket init`")

    @property
    def parked(self) -> bytes:
        """Encrypts updates that were put aside."""
        return self._pair("parked")

    @property
    def chats(self) -> bytes:
        """Encrypts where staff and others are reached."""
        return self._pair("chats")

    @property
    def bundle(self) -> bytes:
        """Signs the weekly bundles: an Ed25519 seed."""
        return self._key("bundle.key", "run `loket init`")

    @property
    def ledger(self) -> bytes:
        """Signs the heads of the ledger: an Ed25519 seed."""
        return self._key("ledger.key", "run `loket init`")

    @property
    def qr(self) -> dict[int, bytes]:
        """All keys that sign links, by key id; taking a file away revokes its posters."""
        names = self._qr_names()
        if not names:
            raise KeyMissing(self.folder / _qr_name(self._next_qr()), "run `loket init`")
        return {number: self._key(name, "") for number, name in names.items()}

    @property
    def newest_qr(self) -> tuple[int, bytes]:
        """The key that signs new links, with its id."""
        every = self.qr
        return max(every), every[max(every)]

    @property
    def qr_files(self) -> dict[int, Path]:
        """Where the keys that sign links are, by key id."""
        return {number: self.folder / name for number, name in self._qr_names().items()}

    @property
    def revoked_qr_files(self) -> dict[int, Path]:
        """The keys whose links are refused: kept, so that their numbers are not given again."""
        found = self._named(_REVOKED_NAME) if self.folder.is_dir() else {}
        return {number: self.folder / name for number, name in found.items()}

    def rotate_qr(self) -> int:
        """A new key signs new links; those of the older keys stay good. Raises KeysUsedUp."""
        number = self._next_qr()
        if number > _LAST_QR:
            raise KeysUsedUp(_LAST_QR)
        self._make(_qr_name(number))
        return number

    def revoke_qr(self, number: int) -> Path:
        """Every link this key has signed is refused from now on, by a running bot too."""
        revoked = self.folder / f"revoked-{_qr_name(number)}"
        self.qr_files[number].rename(revoked)
        sync_folder(self.folder)
        return revoked

    def new_pepper(self, period: str) -> str:
        """Make the pepper of a period and give back its check value; raises KeyExists."""
        return pepper_check(bytes.fromhex(self._make(_pepper_name(period)).read_text()))

    def drop_pepper(self, period: str) -> None:
        """Undo `new_pepper` for a period that could not be opened after all."""
        (self.folder / _pepper_name(period)).unlink(missing_ok=True)
        self._let_go(_pepper_name(period))

    def has_pepper(self, period: str) -> bool:
        """Whether there is a file of it."""
        return (self.folder / _pepper_name(period)).exists()

    def destroy_pepper(self, period: str) -> None:
        """Nobody can be found by it any more; a running bot lets go of it at its next look."""
        path = self.folder / _pepper_name(period)
        if path.exists():
            with path.open("r+b") as file:
                file.write(b"0" * path.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
        self.drop_pepper(period)
        sync_folder(self.folder)

    def pepper(self, period: str, check: str) -> bytes:
        """The pepper a period was opened with; raises KeyMissing or WrongPepper, never guesses."""
        name = _pepper_name(period)
        pepper = self._key(name, "restore it; no answer is taken without it")
        if self._checks.get(name) != check:
            if not hmac.compare_digest(pepper_check(pepper), check):
                raise WrongPepper(period)
            self._checks[name] = check
        return pepper

    def _qr_names(self) -> dict[int, str]:
        return self._named(_QR_NAME) if self.folder.is_dir() else {}

    def _named(self, spelling: re.Pattern[str]) -> dict[int, str]:
        names = sorted(path.name for path in self.folder.iterdir())
        return {int(found[1]): name for name in names if (found := spelling.fullmatch(name))}

    def _next_qr(self) -> int:
        return max([*self.qr_files, *self.revoked_qr_files], default=0) + 1

    def _pair(self, name: str) -> bytes:
        """The key, and behind it the older one while a rotation is unfinished: both open."""
        older = Rotation(self.folder, name).older
        first = self._key(f"{name}.key", "run `loket init`")
        return first + self._key(older.name, "") if older.exists() else first

    def _key(self, name: str, cure: str) -> bytes:
        """Read anew when the file is another one: a key put back or taken away counts at once."""
        path = self._paths.get(name) or self._paths.setdefault(name, self.folder / name)
        found = mark(path)
        if found is None or self._marks.get(name) != found:
            self._let_go(name)
            self._read[name] = read_key(path, cure)
            self._marks[name] = found
        return self._read[name]

    def _let_go(self, name: str) -> None:
        self._read.pop(name, None)
        self._checks.pop(name, None)

    def _make(self, name: str) -> Path:
        path = self.folder / name
        make_key(path)
        return path


def _qr_name(number: int) -> str:
    return f"qr-{number}.key"


def _pepper_name(period: str) -> str:
    return f"pepper-{period}.key"
