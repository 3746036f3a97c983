"""Pictures that are too large, cut, damaged, or more than a picture."""

import struct
import zlib
from collections.abc import Iterator

from bot.inspection.verdict import ReasonCode
from tests.inspection.good_files import box, photo, picture
from tests.inspection.hostile import (
    PAYLOADS,
    Hostile,
    flipped,
    hostile,
    png,
    png_chunk,
    truncations,
)

PIXELS: ReasonCode = "too_many_pixels"


def pictures() -> Iterator[Hostile]:
    """All of them."""
    yield from too_large()
    yield from damaged()
    yield from hollow()
    yield from double()


def too_large() -> Iterator[Hostile]:
    """A few bytes that declare a wall of pixels."""
    for size in (7_200, 10_001, 50_000, 65_535, 1 << 20, (1 << 31) - 1):
        yield hostile(f"png of {size} squared", png(size, size), PIXELS, "broken")
        rows = png(size, size, pixels=bytes(1 << 20))
        yield hostile(f"png of {size} squared with black rows", rows, PIXELS, "broken")
    for size in (11_000, 30_000, 65_500, 65_535):
        yield hostile(f"jpeg of {size} squared", sized_jpeg(size, size), PIXELS, "broken")
    for width, height in ((16_383, 16_383), (16_383, 2_000)):
        yield hostile(f"webp of {width} by {height}", sized_webp(width, height), PIXELS, "broken")
    for size in (8_000, 60_000, (1 << 32) - 1):
        yield hostile(f"heic of {size} squared", sized_heic(size), PIXELS, "broken", "bomb")
    zeros = b"x\0\0" + zlib.compress(bytes(64 << 20), 9)
    for name in (b"iCCP", b"zTXt"):
        chunk = png_chunk(name, zeros)
        yield hostile(f"png with a bomb in {name.decode()}", png(8, 8, chunk), "broken", "bomb")


def sized_jpeg(width: int, height: int) -> bytes:
    """A real photo whose frame header declares another size."""
    content = picture("JPEG")
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]


def sized_webp(width: int, height: int) -> bytes:
    """A real one whose frame header declares another size."""
    content = picture("WEBP", photo().convert("RGB"))
    place = content.index(b"\x9d\x01\x2a") + 3
    content = content[:place] + struct.pack("<HH", width, height) + content[place + 4 :]
    extended = content.find(b"VP8X")
    if extended < 0:
        return content
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return content[: extended + 12] + size + content[extended + 18 :]


def sized_heic(size: int) -> bytes:
    """A real one whose `ispe` declares another size."""
    content = picture("HEIF")
    place = content.index(b"ispe") + 8
    return content[:place] + struct.pack(">II", size, size) + content[place + 8 :]


def damaged() -> Iterator[Hostile]:
    """Cut anywhere; flipped where structure or checksum must show it."""
    for form in ("JPEG", "PNG", "WEBP", "HEIF"):
        content = picture(form)
        yield from truncations(form, content, len(content) - 1, "broken", "unknown_type")
    content = picture("PNG")
    for step in range(16):
        place = 8 + (len(content) - 9) * step // 16
        name = f"png with a bit flipped at {place}"
        yield hostile(name, flipped(content, place, step % 8), "broken")
    for form, mark, ahead in (("HEIF", b"meta", 4), ("HEIF", b"mdat", 4), ("WEBP", b"VP8 ", -4)):
        content = picture(form)
        for bit in range(1, 6):
            place = content.index(mark) - ahead + (2 if form == "HEIF" else 0)
            name = f"{form} with size of {mark.decode()} flipped at bit {bit}"
            yield hostile(name, flipped(content, place, bit), "broken")


def hollow() -> Iterator[Hostile]:
    """The right first bytes, and nothing that could be seen."""
    jpeg, heic = picture("JPEG"), picture("HEIF")
    yield hostile("jpeg of a start and an end", b"\xff\xd8\xff\xd9", "broken")
    yield hostile("jpeg with a comment only", b"\xff\xd8\xff\xfe\x00\x04ab\xff\xd9", "broken")
    yield hostile("jpeg without a frame", jpeg.replace(b"\xff\xc0", b"\xff\xee"), "broken")
    yield hostile("jpeg without tables", jpeg.replace(b"\xff\xdb", b"\xff\xee"), "broken")
    yield hostile("jpeg of height 0", sized_jpeg(320, 0), "broken")
    yield hostile("jpeg of width 0", sized_jpeg(0, 240), "broken")
    yield hostile("png of width 0", png(0, 8, pixels=bytes(99)), "broken")
    yield hostile("png without pixels", png(8, 8), "broken")
    yield hostile("png with too few rows", png(64, 64, pixels=bytes(99)), "broken")
    end = png_chunk(b"IEND", b"")
    yield hostile("png of an end only", b"\x89PNG\r\n\x1a\n" + end, "broken")
    yield hostile(
        "png without IHDR", b"\x89PNG\r\n\x1a\n" + png_chunk(b"IDAT", b"") + end, "broken"
    )
    frame = b"VP8 " + struct.pack("<I", 100) + bytes(100)
    riff = b"RIFF" + struct.pack("<I", 4 + len(frame)) + b"WEBP" + frame
    yield hostile("webp with an empty frame", riff, "broken")
    yield hostile("webp without a frame", b"RIFF\x04\0\0\0WEBP", "broken")
    body = heic.index(b"mdat") + 4
    yield hostile("heic of zeros", heic[:body] + bytes(len(heic) - body), "broken")
    ftyp = heic[: int.from_bytes(heic[:4], "big")]
    yield hostile("heic of a type only", ftyp, "broken")
    yield hostile("heic without items", ftyp + box(b"mdat", bytes(99)), "broken")
    avif = box(b"ftyp", b"avif", bytes(4), b"mif1avif") + heic[len(ftyp) :]
    yield hostile("avif", avif, "unknown_type")


def double() -> Iterator[Hostile]:
    """A good picture with a second file behind, within or beside it."""
    for name, payload in PAYLOADS.items():
        for form in ("JPEG", "PNG", "WEBP"):
            yield hostile(f"{form} + {name}", picture(form) + payload, "polyglot")
        yield hostile(f"HEIC + {name}", picture("HEIF") + box(b"free", payload), "polyglot")
        note = struct.pack(">H", len(payload) + 2) + payload
        jpeg = picture("JPEG")
        yield hostile(f"JPEG comment: {name}", jpeg[:2] + b"\xff\xfe" + note + jpeg[2:], "polyglot")
        text = png(8, 8, png_chunk(b"tEXt", b"Comment\0" + payload), pixels=bytes(72))
        yield hostile(f"PNG text: {name}", text, "polyglot")
