"""Every object a PDF reader can reach, and how large its streams become."""

import base64
import zlib
from collections.abc import Iterator
from contextlib import suppress

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from bot.inspection.limits import (
    MIB,
    MOST_PDF_INFLATED,
    MOST_PDF_OBJECTS,
    MOST_PDF_STREAM,
)
from bot.inspection.payloads import is_program
from bot.inspection.verdict import Suspect

PdfValue = object
_FLATE = {"/FlateDecode", "/Fl"}
_HARMLESS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PEEK = 4096


def resolved(value: PdfValue) -> PdfValue:
    """What a reference points to."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def look_at_values(reader: PdfReader) -> None:
    """Read everything that hangs on the trailer, within the limits."""
    inflated = 0
    for value in _reachable(reader.trailer):
        if not isinstance(value, DictionaryObject):
            continue
        if resolved(value.get("/S")) == "/Launch":
            raise Suspect("active")
        if isinstance(value, StreamObject):
            _refuse_elsewhere(value)
            inflated += _inflated_size(value)
            if inflated > MOST_PDF_INFLATED:
                raise Suspect("bomb")
        _check_embedded(value)


def _refuse_elsewhere(stream: StreamObject) -> None:
    """A stream may say that its bytes are in another file, or at an address."""
    if "/F" in stream:
        raise Suspect("active")


def _reachable(root: PdfValue) -> Iterator[PdfValue]:
    """Each value once, however many references lead to it."""
    seen: set[tuple[int, int]] = set()
    waiting: list[PdfValue] = [root]
    for _ in range(MOST_PDF_OBJECTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            waiting.extend(() if key in seen else (value.get_object(),))
            seen.add(key)
            continue
        yield value
        waiting.extend(_children(value))
    raise Suspect("bomb")


def _children(value: PdfValue) -> Iterator[PdfValue]:
    """Only what may lead further: numbers, names and texts are not worth a step."""
    inner = value.values() if isinstance(value, DictionaryObject) else value
    if isinstance(inner, list | type({}.values())):
        yield from (one for one in inner if isinstance(one, IndirectObject | list | dict))


def _inflated_size(stream: StreamObject) -> int:
    """Bytes that come out of the compressed stream; predictors add none and are left alone."""
    raw, filters = _bytes_of(stream), _filters(stream)
    while filters and filters[0] in _SPELLED:
        raw, filters = _SPELLED[filters[0]](raw), filters[1:]
    if _FLATE & set(filters[1:]):
        raise Suspect("bomb")
    if not filters or filters[0] not in _FLATE:
        return len(raw)
    return sum(map(len, inflated(raw, MOST_PDF_STREAM)))


def _from_ascii85(raw: bytes) -> bytes:
    return base64.a85decode(raw.strip().removesuffix(b"~>"))


def _from_hex(raw: bytes) -> bytes:
    digits = b"".join(raw.partition(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


_SPELLED = {
    **dict.fromkeys(("/ASCII85Decode", "/A85"), _from_ascii85),
    **dict.fromkeys(("/ASCIIHexDecode", "/AHx"), _from_hex),
}
"""Bytes written as letters; whatever is packed once more inside is not what writers do."""


def _filters(stream: StreamObject) -> list[str]:
    found = resolved(stream.get("/Filter"))
    return [str(resolved(one)) for one in (found if isinstance(found, list) else [found])]


def _bytes_of(stream: StreamObject) -> bytes:
    return bytes(stream._data)  # noqa: SLF001 - pypdf only offers it decoded, all at once


def inflated(raw: bytes, most: int) -> Iterator[bytes]:
    """The stream in pieces; damaged or beyond `most` is refused.

    >>> b"".join(inflated(zlib.compress(b"loket"), 100))
    b'loket'
    """
    engine, size = zlib.decompressobj(), 0
    while raw and not engine.eof:
        piece = engine.decompress(raw, MIB)
        size += len(piece)
        if size > most:
            raise Suspect("bomb")
        raw = engine.unconsumed_tail
        yield piece
    if not engine.eof and (size or raw):
        raise Suspect("broken")


def _check_embedded(value: DictionaryObject) -> None:
    """A file inside may be a picture or plain text; anything else is sent by itself."""
    files = resolved(value.get("/EF"))
    for one in files.values() if isinstance(files, DictionaryObject) else ():
        stream = resolved(one)
        if isinstance(stream, StreamObject) and not _is_harmless(stream.get_data()):
            raise Suspect("active")


def _is_harmless(content: bytes) -> bool:
    if content.startswith(_HARMLESS):
        return True
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-8-sig")
        return "\0" not in text and not is_program(content) and "%PDF-" not in text
    return False
