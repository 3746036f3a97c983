"""Keys: one file each, 0600, in a folder apart from the database and its backups."""

import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from bot.errors import (
    KeyDamaged,
    KeyExists,
    KeyMissing,
    KeyOpenToOthers,
    KeyUnreadable,
    WrongPepper,
)
from storage.durable import sync_folder
from survey_flows.pseudonyms import pepper_check

_KEY_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_QR_NAME = re.compile(r"qr-(\d{1,3})\.key")
_FIRST_QR = 1


class KeyRing:
    """Reads keys when they are asked for; keeps them in memory once read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, bytes] = {}

    def create(self) -> list[Path]:
        """Make the folder and the keys that are not there yet; give back the new files."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        others = ["account.key", "parked.key", "chats.key", "bundle.key"]
        wanted = [f"qr-{_FIRST_QR}.key", *others]
        if self._qr_names():
            wanted = others
        return [self._make(name) for name in wanted if not (self.folder / name).exists()]

    @property
    def account(self) -> bytes:
        """Finds the questionnaire an account has open."""
        return self._key("account.key", "run `loket init`")

    @property
    def parked(self) -> bytes:
        """Encrypts updates that were put aside."""
        return self._key("parked.key", "run `loket init`")

    @property
    def chats(self) -> bytes:
        """Encrypts where staff are reached."""
        return self._key("chats.key", "run `loket init`")

    @property
    def bundle(self) -> bytes:
        """Signs the weekly bundles: an Ed25519 seed."""
        return self._key("bundle.key", "run `loket init`")

    @property
    def qr(self) -> dict[int, bytes]:
        """All keys that sign links, by key id; taking a file away revokes its posters."""
        names = self._qr_names()
        if not names:
            raise KeyMissing(self.folder / f"qr-{_FIRST_QR}.key", "run `loket init`")
        return {number: self._key(name, "") for number, name in names.items()}

    @property
    def newest_qr(self) -> tuple[int, bytes]:
        """The key that signs new links, with its id."""
        every = self.qr
        return max(every), every[max(every)]

    def new_pepper(self, period: str) -> str:
        """Make the pepper of a period and give back its check value; raises KeyExists."""
        return pepper_check(bytes.fromhex(self._make(_pepper_name(period)).read_text()))

    def drop_pepper(self, period: str) -> None:
        """Undo `new_pepper` for a period that could not be opened after all."""
        (self.folder / _pepper_name(period)).unlink(missing_ok=True)
        self._read.pop(_pepper_name(period), None)

    def pepper(self, period: str, check: str) -> bytes:
        """The pepper a period was opened with; raises KeyMissing or WrongPepper, never guesses."""
        pepper = self._key(_pepper_name(period), "restore it; no answer is taken without it")
        if not hmac.compare_digest(pepper_check(pepper), check):
            raise WrongPepper(period)
        return pepper

    def _qr_names(self) -> dict[int, str]:
        files = sorted(self.folder.glob("qr-*.key")) if self.folder.is_dir() else []
        found = ((_QR_NAME.fullmatch(path.name), path.name) for path in files)
        return {int(match[1]): name for match, name in found if match}

    def _key(self, name: str, cure: str) -> bytes:
        if name not in self._read:
            self._read[name] = _read_key(self.folder / name, cure)
        return self._read[name]

    def _make(self, name: str) -> Path:
        path = self.folder / name
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise KeyExists(path) from error
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(_KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)  # a pepper must outlive the commit of its period
        return path


def _pepper_name(period: str) -> str:
    return f"pepper-{period}.key"


def _read_key(path: Path, cure: str) -> bytes:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError as error:
        raise KeyMissing(path, cure) from error
    except OSError as error:
        raise KeyUnreadable(path, error.strerror or type(error).__name__) from error
    except ValueError as error:
        raise KeyDamaged(path) from error
    if mode & _OTHERS:
        raise KeyOpenToOthers(path)
    if len(key) != _KEY_BYTES:
        raise KeyDamaged(path)
    return key
