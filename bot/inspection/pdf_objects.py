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
_ASCII85 = {"/ASCII85Decode", "/A85"}
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
            inflated += _inflated_size(value)
            if inflated > MOST_PDF_INFLATED:
                raise Suspect("bomb")
        _check_embedded(value)


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
    filters = _filters(stream)
    if sum(name in _FLATE for name in filters) > 1:
        raise Suspect("bomb")
    raw = _raw(stream)
    if filters[:1] and filters[0] in _ASCII85:
        raw, filters = base64.a85decode(raw.strip().removesuffix(b"~>")), filters[1:]
    if not filters or filters[0] not in _FLATE:
        return len(raw)
    return sum(map(len, inflated(raw, MOST_PDF_STREAM)))


def _filters(stream: StreamObject) -> list[PdfValue]:
    found = resolved(stream.get("/Filter"))
    return [resolved(one) for one in found] if isinstance(found, list) else [found]


def _raw(stream: StreamObject) -> bytes:
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
