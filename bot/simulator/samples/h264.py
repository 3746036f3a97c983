"""Pictures as H.264, the plain way: a changed block is stored raw, an unchanged one is skipped.

Any player shows it, no encoder is needed; ITU-T H.264, clauses 7.3 and 7.4.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image

BLOCK, BYTE = 16, 8
BASELINE = bytes((66, 0xC0, 30))
RAW_IN_I, RAW_IN_P = 25, 30
SPS, PPS, KEY, CHANGE = 0x67, 0x68, 0x65, 0x41
Blocks = list[bytes]


class Bits:
    def __init__(self) -> None:
        self._whole = bytearray()
        self._rest = ""

    def put(self, value: int, width: int) -> None:
        self._rest += f"{value:0{width}b}"
        while len(self._rest) >= BYTE:
            self._whole.append(int(self._rest[:BYTE], 2))
            self._rest = self._rest[BYTE:]

    def ue(self, *values: int) -> None:
        """Exp-Golomb: small numbers are short."""
        for value in values:
            self.put(value + 1, 2 * (value + 1).bit_length() - 1)

    def raw(self, content: bytes) -> None:
        if self._rest:
            self.put(0, BYTE - len(self._rest))
        self._whole += content

    def unit(self, header: int) -> bytes:
        """A NAL unit: a stop bit, and no three bytes that look like a start."""
        self.put(1, 1)
        self.raw(b"")
        escaped = re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", bytes(self._whole))
        return bytes((header,)) + escaped


def settings(width: int, height: int) -> tuple[bytes, bytes]:
    """Sequence and picture parameters."""
    sps, pps = Bits(), Bits()
    sps.raw(BASELINE)
    sps.ue(0, 4, 2, 1)  # id, frame numbers of 8 bits, order as coded, one reference
    sps.put(0, 1)
    sps.ue(width // BLOCK - 1, height // BLOCK - 1)
    sps.put(0b1100, 4)  # whole frames, no cropping, nothing about display
    pps.ue(0, 0)
    pps.put(0, 2)
    pps.ue(0, 0, 0)
    pps.put(0, 3)
    pps.ue(0, 0, 0)
    pps.put(0b100, 3)  # slices say whether edges are smoothed
    return sps.unit(SPS), pps.unit(PPS)


def coded(pictures: list[Image.Image]) -> Iterator[bytes]:
    """One NAL unit per picture; the first stands alone, the others say what changed."""
    blocks = [_blocks(picture) for picture in pictures]
    yield _key(blocks[0])
    for number, (before, now) in enumerate(pairwise(blocks), 1):
        yield _change(number, before, now)


def _blocks(picture: Image.Image) -> Blocks:
    """Luma and halved chroma of every block, in the range that video uses."""
    luma, blue, red = picture.convert("YCbCr").split()
    luma = luma.point(lambda level: 16 + level * 219 // 255)
    half = (picture.width // 2, picture.height // 2)
    blue, red = (plane.resize(half).point(_muted) for plane in (blue, red))
    return [
        _cut(luma, x, y, BLOCK) + _cut(blue, x, y, BLOCK // 2) + _cut(red, x, y, BLOCK // 2)
        for y in range(picture.height // BLOCK)
        for x in range(picture.width // BLOCK)
    ]


def _muted(level: int) -> int:
    return 128 + (level - 128) * 224 // 255


def _cut(plane: Image.Image, x: int, y: int, side: int) -> bytes:
    return plane.crop((x * side, y * side, (x + 1) * side, (y + 1) * side)).tobytes()


def _key(blocks: Blocks) -> bytes:
    bits = Bits()
    bits.ue(0, 7, 0)
    bits.put(0, 8)
    bits.ue(0)
    bits.put(0, 2)
    bits.ue(0, 1)
    for block in blocks:
        bits.ue(RAW_IN_I)
        bits.raw(block)
    return bits.unit(KEY)


def _change(number: int, before: Blocks, now: Blocks) -> bytes:
    bits = Bits()
    bits.ue(0, 5, 0)
    bits.put(number % 256, 8)
    bits.put(0, 3)
    bits.ue(0, 1)
    skipped = 0
    for old, new in zip(before, now, strict=True):
        if old == new:
            skipped += 1
            continue
        bits.ue(skipped, RAW_IN_P)
        bits.raw(new)
        skipped = 0
    if skipped:
        bits.ue(skipped)
    return bits.unit(CHANGE)
