"""Where a picture or PDF ends, by its own structure: libraries mend what was cut off, we do not.

No library is needed for this, so most broken files and polyglots end here, before any is imported.
"""

import re
import zlib

from bot.inspection.boxes import boxes_in
from bot.inspection.payloads import is_program, refuse_foreign, refuse_zip_at_end
from bot.inspection.verdict import Kind, Suspect

_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MARK, _START_OF_SCAN, _END = 0xFF, 0xDA, 0xD9
_LENGTH_ITSELF = 2
_PNG_BEGINS = 8
_PDF_TAIL = 1024
_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_ALONE = {0x01, *range(0xD0, 0xD9)}


def check_picture_end(kind: Kind, data: bytes) -> None:
    """Refuse a picture that stops before its end, or has a second file in it."""
    if kind == "jpeg":
        _check_jpeg(data)
    elif kind == "png":
        _check_png(data)
    elif kind == "webp":
        _check_webp(data)
    else:
        list(boxes_in(data, 0, len(data)))
    refuse_foreign(data)


def check_pdf_end(data: bytes) -> None:
    """The end mark is there, and nothing of another kind after it."""
    refuse_zip_at_end(data)
    end = data.rfind(b"%%EOF")
    if end < len(data) - _PDF_TAIL or not _PDF_END.search(data, max(0, end - _PDF_TAIL)):
        raise Suspect("broken")
    after = data[end + 5 :].lstrip()
    refuse_foreign(after)
    if is_program(after):
        raise Suspect("polyglot")


def _check_jpeg(data: bytes) -> None:
    """Walk the segments up to the end marker; phones append what they like after it."""
    at = 2
    while (marker := _marker(data, at)) != _END:
        at += 2
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        at += length
        if length < _LENGTH_ITSELF or at > len(data):
            raise Suspect("broken")
        if marker == _START_OF_SCAN:
            at = _after_scan(data, at)


def _marker(data: bytes, at: int) -> int:
    if len(data) < at + 2 or data[at] != _MARK:
        raise Suspect("broken")
    return data[at + 1]


def _after_scan(data: bytes, at: int) -> int:
    """The next marker that is no part of the compressed data."""
    found = _AFTER_SCAN.search(data, at)
    if found is None:
        raise Suspect("broken")
    return found.start()


def _check_png(data: bytes) -> None:
    """Every chunk with its checksum, from IHDR to IEND; some cropping tools leave rests behind."""
    at, name = _PNG_BEGINS, b""
    while name != b"IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or (at == _PNG_BEGINS) != (name == b"IHDR"):
            raise Suspect("broken")
        if zlib.crc32(data[at + 4 : end - 4]).to_bytes(4, "big") != data[end - 4 : end]:
            raise Suspect("broken")
        at = end


def _check_webp(data: bytes) -> None:
    """The chunks fill the size that RIFF declares."""
    end = 8 + int.from_bytes(data[4:8], "little")
    at = 12
    while at < end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    if at != end or end > len(data):
        raise Suspect("broken")
