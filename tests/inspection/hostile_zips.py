"""Archives that lie about size, place or name."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from bot.inspection.verdict import ReasonCode
from tests.inspection.good_files import docx, docx_parts, zipped
from tests.inspection.hostile import Hostile, hostile

BAD_NAMES = (
    "../../etc/passwd",
    "word/../../x",
    "/etc/passwd",
    "C:/Windows/x.dll",
    "c:x",
    "..\\..\\x",
    "word\\x",
    "\\\\10.0.0.1\\x",
    "./x",
    "word/./x",
    "//x",
    "..",
    "x\0.exe",
    "x\n.xml",
    "gambar\u202egpj.exe",
    "\u2066x\u2069.png",
    "\u200bx",
    "\x1b[31mx",
    "x" * 300,
    "word/" + "x" * 300,
    "x" * 60_000,
)
TWINS = (
    ("word/document.xml", "word/document.xml"),
    ("word/document.xml", "WORD/Document.XML"),
    ("word/a.png", "word/A.png"),
)


def zips() -> Iterator[Hostile]:
    """All of them."""
    for name in BAD_NAMES:
        shown = f"docx with {name[:30]!r} ({len(name)})"
        yield hostile(shown, renamed(docx_with(b"x"), name), "broken")
    for one, other in TWINS:
        yield hostile(f"docx with {one} and {other}", twice(one, other), "broken")
    yield from swollen()
    yield from misplaced()
    yield from nested()


def docx_with(content: bytes, name: str = "NAME") -> bytes:
    """A good document and one part."""
    return zipped({**docx_parts(), name: content})


def renamed(content: bytes, name: str) -> bytes:
    """`NAME` gets a name that Python's zipfile would have tidied up."""
    raw = name.encode()
    short, length = struct.pack("<HH", 4, 0), struct.pack("<HH", len(raw), 0)
    local = content.index(b"NAME")
    content = content[: local - 4] + length + raw + content[local + 4 :]
    grown = len(raw) - 4
    central = content.index(b"NAME")
    head = bytearray(content[central - 46 : central])
    assert bytes(head[28:32]) == short
    head[28:32] = length
    head[9] |= 0x08
    content = content[: central - 46] + bytes(head) + raw + content[central + 4 :]
    flags = content.index(raw) - 23
    content = content[:flags] + bytes([content[flags] | 0x08]) + content[flags + 1 :]
    size, place = struct.unpack("<II", content[-10:-2])
    return content[:-10] + struct.pack("<II", size + grown, place + grown) + content[-2:]


def twice(one: str, other: str) -> bytes:
    """Two parts that a careless reader takes for one."""
    out = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, part in [*docx_parts().items(), (one, "<x/>"), (other, "<y/>")]:
            archive.writestr(name, part)
    return out.getvalue()


def swollen() -> Iterator[Hostile]:
    """Small outside."""
    yield hostile("docx with 260 MB of zeros", docx_with(bytes(260 << 20)), "bomb")
    yield hostile("docx with 30 MB of zeros", docx_with(bytes(30 << 20)), "bomb")
    parts = {f"word/media/{n}.bin": bytes(3 << 20) for n in range(100)}
    yield hostile("docx with 100 parts of 3 MB", zipped({**docx_parts(), **parts}), "bomb")
    tiny = {f"word/media/{n}": b"" for n in range(5_000)}
    yield hostile("docx with 5,000 parts", zipped({**docx_parts(), **tiny}), "bomb")
    blank = f"<x>{' ' * (120 << 20)}</x>"
    yield hostile("docx with 120 MB of blanks", docx_with(blank.encode(), "word/a.xml"), "bomb")
    small = bytes(64 << 10)
    for size in (1, 1 << 10, 1 << 20, 240 << 20, (1 << 32) - 2):
        reasons: tuple[ReasonCode, ...] = ("broken", "bomb", "polyglot")
        yield hostile(f"docx that declares {size}", declared(docx_with(small), size), *reasons)


def declared(content: bytes, size: int) -> bytes:
    """Both headers of `NAME` declare another size than comes out."""
    for head, ahead in ((30, 22), (46, 24)):
        at = content.index(b"NAME") if head == 30 else content.rindex(b"NAME")
        place = at - head + ahead
        content = content[:place] + struct.pack("<I", size) + content[place + 4 :]
    return content


def misplaced() -> Iterator[Hostile]:
    """Entries that share bytes, hide bytes, or read differently from the front."""
    yield hostile("docx of overlapping parts", overlapping(), "bomb", "polyglot", "broken")
    whole = docx()
    directory = struct.unpack("<I", whole[-6:-2])[0]
    hole = whole[:directory] + bytes(500) + whole[directory:-6]
    hidden = hole + struct.pack("<I", directory + 500) + whole[-2:]
    yield hostile("docx with a hole", hidden, "polyglot")
    commented = whole[:-2] + b"\x05\0halo!"
    yield hostile("docx with a comment", commented, "polyglot")
    yield hostile("docx behind another zip", zipped({"a": "b"}) + whole, "polyglot", "broken")
    yield hostile("docx before another zip", whole + zipped({"a": "b"}), "polyglot", "unknown_type")
    other = whole.replace(b"word/document.xml", b"word/d0cument.xml", 1)
    yield hostile("docx with two names for a part", other, "polyglot")
    method = whole[:8] + b"\0" + whole[9:]
    yield hostile("docx with two methods for a part", method, "polyglot")
    for number in (1, 6, 9, 12, 14, 93, 95, 99):
        out = bytearray(docx_with(b"x" * 99))
        out[out.index(b"NAME") - 22] = out[out.rindex(b"NAME") - 36] = number
        yield hostile(f"docx packed with method {number}", bytes(out), "broken")
    yield hostile("zip of an end only", b"PK\3\4" + b"PK\5\6" + bytes(18), "polyglot", "broken")


def overlapping(copies: int = 500) -> bytes:
    """Many entries of the table of contents share the same compressed megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    packed = packer.compress(zeros) + packer.flush()
    start = docx()
    directory = struct.unpack("<I", start[-6:-2])[0]
    sizes = struct.pack("<III", zlib.crc32(zeros), len(packed), len(zeros))
    local = b"PK\3\4" + struct.pack("<HHHI", 20, 0, 8, 33 << 16) + sizes + b"\4\0\0\0AAAA"
    table = bytearray(start[directory:-22])
    for number in range(copies):
        head = b"PK\1\2" + struct.pack("<HHHHI", 20, 20, 0, 8, 33 << 16) + sizes
        names = struct.pack("<HHHHHII", 4, 0, 0, 0, 0, 0, directory)
        table += head + names + b"%04d" % number
    entries = struct.unpack("<H", start[-12:-10])[0] + copies
    body = start[:directory] + local + packed
    end = struct.pack("<HHHHIIH", 0, 0, entries, entries, len(table), len(body), 0)
    return body + bytes(table) + b"PK\5\6" + end


def nested() -> Iterator[Hostile]:
    """Zips in zips."""
    bomb = zipped({f"{n}.bin": bytes(30 << 20) for n in range(3)})
    place = "word/embeddings/a.xlsx"
    yield hostile("docx with a packed bomb", docx_with(bomb, place), "bomb", "active")
    inner = docx_with(bytes(200 << 20), "a.bin")
    yield hostile("docx in docx with a bomb", docx_with(inner, place), "bomb")
    two = {f"word/embeddings/{n}.docx": many_blanks() for n in range(4)}
    yield hostile("docx with four of 90 MB", zipped({**docx_parts(), **two}), "bomb")
    third = docx_with(docx_with(docx(), place), place)
    yield hostile("docx in docx in docx", docx_with(third, place), "bomb")


def many_blanks() -> bytes:
    """A document of 90 MB in parts that each look innocent."""
    return zipped({**docx_parts(), **{f"word/{n}.bin": bytes(3 << 20) for n in range(30)}})
