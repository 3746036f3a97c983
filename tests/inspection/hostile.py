"""What a hostile file is, for the tests: bytes, and the reasons for which it may be refused."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.inspection.verdict import ReasonCode
from tests.inspection.good_files import zipped


@dataclass(frozen=True, slots=True)
class Hostile:
    """Any of `reasons` is right. Made one at a time: some are large."""

    name: str
    content: bytes
    reasons: tuple[ReasonCode, ...]


def hostile(name: str, content: bytes, *reasons: ReasonCode) -> Hostile:
    """The same, with the reasons as they come."""
    return Hostile(name, content, reasons)


def truncations(name: str, content: bytes, at_most: int, *reasons: ReasonCode) -> Iterator[Hostile]:
    """Cut at twelve places between the first bytes and `at_most`, where nothing can be whole."""
    for step in range(12):
        end = max(12, at_most * (step + 1) // 12)
        yield hostile(f"{name} cut at {end} of {len(content)}", content[:end], *reasons)


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    """One bit is another."""
    return content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :]


def program() -> bytes:
    """The head of a Windows program, as a linker writes it."""
    stub = b"MZ\x90\x00" + bytes(56) + struct.pack("<I", 128)
    text = b"\x0e\x1f\xba\x0e\x00\xb4\x09\xcd!This program cannot be run in DOS mode.\r\r\n$"
    return (stub + text).ljust(128, b"\0") + b"PE\0\0\x64\x86\x02\x00" + bytes(200)


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ELF = b"\x7fELF\x02\x01\x01\x00" + bytes(8) + b"\x02\x00\x3e\x00" + bytes(100)
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(60)
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60)
SMALL_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

PAYLOADS: dict[str, bytes] = {
    "zip": zipped({"tugas.txt": "halo"}),
    "java archive": zipped({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe"}),
    "pdf": SMALL_PDF,
    "windows program": program(),
    "linux program": ELF,
    "web page": b"<html><body><script>alert(1)</script></body></html>",
    "php": b"<?php system($_GET['c']); ?>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>",
    "shell script": b"#!/bin/sh\nrm -rf ~\n",
    "rar": RAR,
    "7z": SEVEN_ZIP,
    "old office file": OLE2,
    "cabinet": b"MSCF\0\0\0\0" + bytes(60),
    "android program": b"dex\n035\0" + bytes(100),
}


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its right checksum."""
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    """A PNG of 8-bit grey that declares a size; its checksums are right, whatever it holds."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = png_chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + data + png_chunk(b"IEND", b"")
