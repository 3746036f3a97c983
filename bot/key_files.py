"""The files of the keys: 32 bytes in hexadecimal, 0600, on the disk before they are relied on."""

import os
import secrets
import stat
from pathlib import Path

from bot.errors import KeyDamaged, KeyExists, KeyMissing, KeyOpenToOthers, KeyUnreadable
from storage.durable import sync_folder

_KEY_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
Mark = tuple[int, int, int]


def mark(path: Path) -> Mark | None:
    """What tells a file from the one that had its name before."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_mode


def read_key(path: Path, cure: str = "restore it from your copy of the keys") -> bytes:
    """Raises KeyMissing, which names the cure, KeyUnreadable, KeyDamaged or KeyOpenToOthers."""
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


def random_key() -> bytes:
    """A new one."""
    return secrets.token_bytes(_KEY_BYTES)


def make_key(path: Path) -> None:
    """A new key where there is none; raises KeyExists."""
    try:
        _write(path, random_key())
    except FileExistsError as error:
        raise KeyExists(path) from error
    sync_folder(path.parent)  # a pepper must outlive the commit of its period


def put_key(path: Path, key: bytes) -> None:
    """This key instead of what is there: at every moment the file holds one of the two, whole."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    _write(draft, key)
    draft.replace(path)
    sync_folder(path.parent)


def _write(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
