"""Videos that lack what a video has, lie about their boxes, or carry something else."""

import struct
from collections.abc import Iterator

from tests.inspection.good_files import box, film, track
from tests.inspection.hostile import PAYLOADS, Hostile, flipped, hostile, truncations

FTYP = box(b"ftyp", b"isom", bytes(4), b"mp42")
MDAT = box(b"mdat", bytes(range(64)))
MOOV = box(b"moov", box(b"mvhd", bytes(100)), track())


def videos() -> Iterator[Hostile]:
    """All of them."""
    yield from incomplete()
    yield from lying()
    yield from truncations("MP4", film(), len(film()) - 1, "broken", "unknown_type")
    for name, payload in PAYLOADS.items():
        for place in (b"free", b"skip", b"uuid", b"mdat", b"udta"):
            content = film(box(place, payload))
            yield hostile(f"mp4 with {name} in {place.decode()}", content, "polyglot")


def incomplete() -> Iterator[Hostile]:
    """Something is missing."""
    yield hostile("mp4 of a type only", FTYP, "broken")
    yield hostile("mp4 without an index", FTYP + MDAT, "broken")
    yield hostile("mp4 without media", FTYP + MOOV, "broken")
    yield hostile("mp4 with empty media", FTYP + box(b"mdat") + MOOV, "broken")
    yield hostile("mp4 without tracks", FTYP + MDAT + box(b"moov", bytes(0)), "broken")
    yield hostile("mp4 with an empty track", film(tracks=box(b"trak")), "broken")
    yield hostile("mp4 with sound only", film(tracks=track(b"soun")), "unknown_type")
    yield hostile("mp4 with two indexes", film(MOOV), "broken")
    yield hostile("mp4 with two types", FTYP + film(), "broken")
    for brand in (b"M4A ", b"M4B ", b"avif", b"jp2 ", b"crx ", b"\0\0\0\0", b"EXE!"):
        yield hostile(f"boxes of brand {brand!r}", film(brand=brand), "unknown_type")


def lying() -> Iterator[Hostile]:
    """Boxes that do not fit, and chunks that lie elsewhere."""
    for size in (2, 7, 9, 1 << 20, (1 << 32) - 1):
        head = struct.pack(">I4s", size, b"free")
        yield hostile(f"mp4 with a box of {size}", film(head), "broken")
    for size in (0, 15, 1 << 40, (1 << 64) - 1):
        head = struct.pack(">I4sQ", 1, b"free", size)
        yield hostile(f"mp4 with a long box of {size}", film(head), "broken")
    endless = struct.pack(">I4s", 0, b"mdat")
    yield hostile("mp4 whose media swallow the index", FTYP + endless + MOOV, "broken")
    for place in (1 << 20, (1 << 32) - 1):
        yield hostile(f"mp4 with a chunk at {place}", film(tracks=track(chunks=[place])), "broken")
    many = track().replace(struct.pack(">II", 0, 1), struct.pack(">II", 0, 1 << 30))
    yield hostile("mp4 with too many chunks", film(tracks=many), "broken")
    for name in (b"moov", b"trak", b"mdia", b"mdat"):
        for bit in range(1, 4):
            content = film()
            broken = flipped(content, content.index(name) - 1, bit)
            yield hostile(f"mp4, {name.decode()} flipped at bit {bit}", broken, "broken")
    yield hostile("mp4 with unprintable names", film(box(b"\0\1\2\3", bytes(8))), "broken")
    yield hostile("mp4 with rests behind", film() + b"\1\2\3", "broken")
