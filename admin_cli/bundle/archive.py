"""The zip and its manifest. Stored, not deflated, and without a date (docs/adr/0009)."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from admin_cli.bundle.signing import SIGNATURE, digest, sign
from storage.durable import sync_folder

MANIFEST = "MANIFEST.sha256"
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3


def digest_of(file: Path) -> str:
    """sha256 in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_manifest(folder: Path, seed: bytes) -> str:
    """One line per file, as `sha256sum -c` reads them, and signed; the digest of these lines."""
    lines = [f"{digest_of(folder / name)}  {name}\n" for name in _names(folder)]
    manifest = "".join(lines).encode()
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_bytes(sign(seed, manifest))
    return digest(manifest)


def pack(folder: Path, target: Path) -> None:
    """Move what is in the folder into a zip at `target`: all of it, or what was there before."""
    draft = folder.parent / f"{folder.name}.zip"
    with draft.open("wb") as file:
        with ZipFile(file, "w", ZIP_STORED) as archive:
            for name in _names(folder):
                _add(archive, folder / name, name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    sync_folder(target.parent)


def _names(folder: Path) -> Sequence[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _add(archive: ZipFile, path: Path, name: str) -> None:
    entry = ZipInfo(name, _NO_DATE)
    entry.create_system, entry.external_attr = _UNIX, _MODE
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as inside:
        shutil.copyfileobj(source, inside)
    path.unlink()  # so that the evidence of a year is not on the disk twice
