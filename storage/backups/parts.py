"""The zip inside a backup: a file of JSON lines per table, the evidence it needs, a manifest."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - zlib calls its error `error`

from storage.backups.errors import BackupDamaged

MANIFEST, EVIDENCE = "manifest.json", "evidence.sha256"
FORMAT = 1
# The last two: it says that it is packed or locked in a way nobody of ours does.
_UNREADABLE = (BadZipFile, ZlibError, KeyError, NotImplementedError, RuntimeError)
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the zip: how many lines of content it has, and their digest."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the zip holds. `schema` is the version of the tables, `made_at` is UTC."""

    made_at: str
    program: str
    schema: str
    dialect: str
    tables: Mapping[str, Part]
    evidence: Part
    format: int = FORMAT

    def shape(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @property
    def rows(self) -> Mapping[str, int]:
        """Per table."""
        return {name: part.rows for name, part in self.tables.items()}


def path_of(table: str) -> str:
    """Where a table's rows are."""
    return f"tables/{table}.jsonl"


class Writer:
    """One part while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self._rows = file, hashlib.sha256(), 0

    def add(self, line: str) -> None:
        """One line of content."""
        self._put(line)
        self._rows += 1

    def head(self, line: str) -> None:
        """A line that is not counted."""
        self._put(line)

    def part(self) -> Part:
        """What was written."""
        return Part(self._rows, self._digest.hexdigest())

    def _put(self, line: str) -> None:
        data = f"{line}\n".encode()
        self._digest.update(data)
        self._file.write(data)


@contextmanager
def writing(archive: ZipFile, path: str) -> Iterator[Writer]:
    """Whatever its size; it is not known before."""
    entry = ZipInfo(path, _NO_DATE)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file:
        yield Writer(file)


def write_manifest(archive: ZipFile, manifest: Manifest) -> None:
    """Last, for it tells of the others."""
    text = json.dumps(manifest.shape(), ensure_ascii=False, indent=2)
    archive.writestr(ZipInfo(MANIFEST, _NO_DATE), text)


def read_manifest(archive: ZipFile) -> Manifest:
    """Raises BackupDamaged."""
    name = archive.filename or "the backup"
    try:
        found = json.loads(archive.read(MANIFEST))
        tables = {table: Part(**part) for table, part in found.pop("tables").items()}
        return Manifest(tables=tables, evidence=Part(**found.pop("evidence")), **found)
    except (*_UNREADABLE, TypeError, ValueError, AttributeError) as error:
        raise BackupDamaged(name, f"no manifest: {type(error).__name__}") from None


def lines(archive: ZipFile, path: str, part: Part, heads: int = 0) -> Iterator[str]:
    """Line by line; raises BackupDamaged at the end, unless digest and count are as written."""
    digest, count = hashlib.sha256(), 0
    try:
        with archive.open(path) as file:
            for line in file:
                digest.update(line)
                count += 1
                yield line.decode()
    except (*_UNREADABLE, EOFError, UnicodeDecodeError) as error:
        raise BackupDamaged(path, type(error).__name__) from None
    if (count - heads, digest.hexdigest()) != (part.rows, part.sha256):
        raise BackupDamaged(path, "its content is not what was written")
