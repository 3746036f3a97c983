"""A zip that means the same to every reader, and stays small: the ground of DOCX and XLSX."""

import io
import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.inspection.limits import (
    MIB,
    MOST_ENTRIES,
    MOST_INFLATED,
    MOST_RATIO,
    RATIO_MATTERS_FROM,
)
from bot.inspection.verdict import Suspect

_END_SIZE = 22
_LONGEST_NAME = 255
_LOCAL = struct.Struct("<4s5H3I2H")
_SIZE_FOLLOWS, _SIZE_IN_EXTRA = 0x8, 0xFFFFFFFF
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_WIDEST_GAP = 24  # a data descriptor, in its longest form


def opened(data: bytes) -> ZipFile:
    """The archive, its table of contents checked; nothing is inflated yet."""
    _check_end(data)
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Suspect("broken") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Suspect("bomb")
    _check_names(entries)
    _check_sizes(entries)
    _check_places(data, archive.start_dir, entries)
    for entry in entries:
        _check_entry(entry)
    return archive


def _check_end(data: bytes) -> None:
    """The end record ends the file: no comment, nothing appended."""
    end = data[-_END_SIZE:]
    if end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0"):
        return
    raise Suspect("polyglot" if zipfile.is_zipfile(io.BytesIO(data)) else "broken")


def _check_names(entries: list[ZipInfo]) -> None:
    """Names never reach our disk; but whoever opens the file later is not to be tricked."""
    names = [entry.orig_filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise Suspect("broken")
    for name in names:
        steps = name.split("/")
        if not name.isprintable() or {"..", "."} & set(steps) or not steps[0]:
            raise Suspect("broken")
        if "\\" in name or ":" in name or len(name) > _LONGEST_NAME:
            raise Suspect("broken")


def _check_sizes(entries: list[ZipInfo]) -> None:
    """What the table declares; what really comes out is counted while reading."""
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise Suspect("bomb")
    for entry in entries:
        is_large = entry.file_size > RATIO_MATTERS_FROM
        if is_large and entry.file_size > MOST_RATIO * entry.compress_size:
            raise Suspect("bomb")


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise Suspect("encrypted")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Suspect("broken")


def _check_places(data: bytes, directory: int, entries: list[ZipInfo]) -> None:
    """Entries lie side by side from the first byte to the table: none overlaps, nothing hides."""
    spans = sorted(_span(data, entry) for entry in entries)
    if not spans or spans[0][0] != 0:
        raise Suspect("polyglot")
    for (_, end), (start, _) in pairwise([*spans, (directory, directory)]):
        if start < end:
            raise Suspect("bomb")
        if start - end > _WIDEST_GAP:
            raise Suspect("polyglot")


def _span(data: bytes, entry: ZipInfo) -> tuple[int, int]:
    """Where an entry begins and ends, by its local header, which must name it the same."""
    start = entry.header_offset
    head = data[start : start + _LOCAL.size]
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise Suspect("broken")
    _, _, flags, method, _, _, _, size, _, name_length, extra_length = _LOCAL.unpack(head)
    if method != entry.compress_type or flags & _ENCRYPTED != entry.flag_bits & _ENCRYPTED:
        raise Suspect("polyglot")
    if not flags & _SIZE_FOLLOWS and size not in {entry.compress_size, _SIZE_IN_EXTRA}:
        raise Suspect("polyglot")
    name_at = start + _LOCAL.size
    name = data[name_at : name_at + name_length]
    encoding = "utf-8" if entry.flag_bits & 0x800 else "cp437"
    if name != entry.orig_filename.encode(encoding, "replace"):
        raise Suspect("polyglot")
    return start, name_at + name_length + extra_length + entry.compress_size


class Budget:
    """How much may still be inflated, for an archive and those within it."""

    def __init__(self) -> None:
        self._left = MOST_INFLATED

    def read(self, archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
        """The entry in pieces; at its end checksum and length are as declared."""
        declared = entry.file_size
        try:
            with archive.open(entry) as file:
                while piece := file.read(MIB):
                    declared -= len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Suspect("bomb")
                    yield piece
            if declared:
                raise Suspect("broken")
        except (BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise Suspect("broken") from error
