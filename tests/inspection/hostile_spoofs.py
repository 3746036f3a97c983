"""Files of other types under our names, and our first bytes before another type's body."""

import gzip
import struct
from collections.abc import Iterator

from bot.inspection.limits import LARGEST_FILE
from tests.inspection.good_files import one_of_each
from tests.inspection.hostile import ELF, OLE2, PAYLOADS, RAR, Hostile, hostile, program

OTHERS: dict[str, bytes] = {
    "gif": b"GIF89a" + bytes(60),
    "bmp": b"BM" + struct.pack("<IHHI", 90, 0, 0, 54) + bytes(76),
    "tiff": b"II*\0" + bytes(60),
    "big tiff": b"MM\0*" + bytes(60),
    "ico": b"\0\0\1\0\1\0" + bytes(60),
    "psd": b"8BPS\0\1" + bytes(60),
    "jp2": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
    "jxl": b"\xff\x0a" + bytes(60),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "xml": b"<?xml version='1.0'?><x/>",
    "json": b'{"a": 1}',
    "text": b"Foto terlampir",
    "rtf": b"{\\rtf1 halo}",
    "postscript": b"%!PS-Adobe-3.0\n",
    "windows program": program(),
    "linux program": ELF,
    "mac program": b"\xcf\xfa\xed\xfe\x07\0\0\1" + bytes(60),
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60),
    "wasm": b"\0asm\1\0\0\0",
    "shell": b"#!/bin/sh\necho\n",
    "python": b"import os\nos.system('id')\n",
    "batch": b"@echo off\r\ndel *.*\r\n",
    "shortcut": b"L\0\0\0\1\x14\2\0" + bytes(60),
    "rar": RAR,
    "7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60),
    "gzip": gzip.compress(b"halo"),
    "bzip2": b"BZh91AY&SY" + bytes(60),
    "xz": b"\xfd7zXZ\0" + bytes(60),
    "tar": b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(250),
    "mp3": b"ID3\4" + bytes(60),
    "wav": b"RIFF\x40\0\0\0WAVEfmt " + bytes(60),
    "avi": b"RIFF\x40\0\0\0AVI LIST" + bytes(60),
    "matroska": b"\x1aE\xdf\xa3" + bytes(60),
    "ogg": b"OggS\0\2" + bytes(60),
    "flac": b"fLaC" + bytes(60),
    "flash": b"CWS\x0a" + bytes(60),
    "sqlite": b"SQLite format 3\0" + bytes(84),
    "empty zip": b"PK\5\6" + bytes(18),
    "spanned zip": b"PK\7\x08PK\3\4" + bytes(60),
    "ole2": OLE2,
    "zeros": bytes(1000),
    "newline": b"\n",
    "magic and no more": b"%PDF",
    "late pdf": b"x" * 20 + b"%PDF-1.4\n",
}
MAGIC: dict[str, bytes] = {
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x40\0\0\0WEBP",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "pdf": b"%PDF-1.7\n",
    "zip": b"PK\3\4",
    "mp4": b"\0\0\0\x18ftypisom\0\0\0\0mp42isom",
}


def spoofs() -> Iterator[Hostile]:
    """All of them."""
    yield hostile("empty", b"", "empty")
    yield hostile("too large", b"\xff\xd8\xff" + bytes(LARGEST_FILE), "too_large")
    for name, content in OTHERS.items():
        yield hostile(name, content, "unknown_type", "old_office")
    for kind, magic in MAGIC.items():
        yield hostile(f"only the magic of {kind}", magic, "broken", "unknown_type")
        for name, payload in {**PAYLOADS, "noise": bytes(range(256)) * 4}.items():
            content = magic + payload
            yield hostile(f"{kind} magic before {name}", content, "broken", "polyglot")
    for kind, content in one_of_each().items():
        for other, magic in MAGIC.items():
            if not content.startswith(magic[:3]):
                spoof = magic + content[len(magic) :]
                yield hostile(
                    f"{kind} with the magic of {other}", spoof, "broken", "unknown_type", "polyglot"
                )
