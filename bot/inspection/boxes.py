"""ISO base media files (MP4, HEIC): boxes that must fill their place to the last byte."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.inspection.verdict import Suspect

_NAME = re.compile(rb"[\xa9 -~][ -~]{3}")


class Box(NamedTuple):
    """One box; its body is `data[start:end]`."""

    name: bytes
    start: int
    end: int


def boxes_in(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets; one that does not fit is a cut or damaged file."""
    at = start
    while at < end:
        size, name, header = _head(data, at, end)
        if size < header or at + size > end or not _is_name(name):
            raise Suspect("broken")
        yield Box(name, at + header, at + size)
        at += size


def inside(data: bytes, box: Box, *path: bytes) -> Iterator[Box]:
    r"""The boxes reached from `box` by going down these names.

    >>> data = b"\0\0\0\x10moov" + b"\0\0\0\x08trak"
    >>> [found.name for found in inside(data, Box(b"", 0, 16), b"moov", b"trak")]
    [b'trak']
    """
    for child in boxes_in(data, box.start, box.end):
        if child.name == path[0]:
            yield from inside(data, child, *path[1:]) if path[1:] else (child,)


def _head(data: bytes, at: int, end: int) -> tuple[int, bytes, int]:
    """Size, name and header length; 1 means a 64-bit size, 0 means up to the end."""
    size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
    if size == 1:
        return int.from_bytes(data[at + 8 : at + 16], "big"), name, 16
    return size or end - at, name, 8


def _is_name(name: bytes) -> bool:
    """Four printable characters, or the copyright sign of QuickTime and three."""
    return bool(_NAME.fullmatch(name))
