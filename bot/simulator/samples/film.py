"""A short MP4 of the waiting room: ISO/IEC 14496-12 boxes around H.264 pictures."""

import struct

from PIL import Image

from bot.simulator.samples import h264
from bot.simulator.samples.scenes import waiting_room

WIDTH, HEIGHT = 320, 240
PER_SECOND = 2
UPRIGHT = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def queue_film() -> bytes:
    """Four numbers are called, one a second; the rest of the room stays as it is."""
    called = [waiting_room(12 + turn, turn).resize((WIDTH, HEIGHT)) for turn in range(4)]
    return mp4([picture for picture in called for _ in range(PER_SECOND)])


def mp4(pictures: list[Image.Image]) -> bytes:
    frames = [struct.pack(">I", len(unit)) + unit for unit in h264.coded(pictures)]
    head = _box("ftyp", b"isom", _whole(512), b"isomiso2avc1mp41")
    start = len(head) + len(_movie(frames, 0)) + 8
    return head + _movie(frames, start) + _box("mdat", *frames)


def _box(name: str, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, name.encode()) + content


def _whole(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def _short(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


def _movie(frames: list[bytes], start: int) -> bytes:
    count = len(frames)
    timing = _whole(0, 0, 0, PER_SECOND, count)
    volume = _whole(1 << 16, 1 << 24, 0, 0)
    header = _box("mvhd", timing, volume, UPRIGHT, bytes(24), _whole(2))
    return _box("moov", header, _track(frames, start))


def _track(frames: list[bytes], start: int) -> bytes:
    place = _whole(3, 0, 0, 1, 0, len(frames)) + bytes(16) + UPRIGHT
    header = _box("tkhd", place, _whole(WIDTH << 16, HEIGHT << 16))
    timing = _box("mdhd", _whole(0, 0, 0, PER_SECOND, len(frames)), _short(0x55C4, 0))
    handler = _box("hdlr", _whole(0, 0), b"vide", bytes(12), b"antrean\0")
    sources = _box("dinf", _box("dref", _whole(0, 1), _box("url ", _whole(1))))
    information = _box("minf", _box("vmhd", _whole(1, 0, 0)), sources, _samples(frames, start))
    return _box("trak", header, _box("mdia", timing, handler, information))


def _samples(frames: list[bytes], start: int) -> bytes:
    count = len(frames)
    return _box(
        "stbl",
        _box("stsd", _whole(0, 1), _format()),
        _box("stts", _whole(0, 1, count, 1)),
        _box("stss", _whole(0, 1, 1)),
        _box("stsc", _whole(0, 1, 1, count, 1)),
        _box("stsz", _whole(0, 0, count, *map(len, frames))),
        _box("stco", _whole(0, 1, start)),
    )


def _format() -> bytes:
    sps, pps = h264.settings(WIDTH, HEIGHT)
    sets = b"\xe1" + _short(len(sps)) + sps + b"\x01" + _short(len(pps)) + pps
    decoder = _box("avcC", b"\x01", h264.BASELINE, b"\xff", sets)
    size = bytes(6) + _short(1) + bytes(16) + _short(WIDTH, HEIGHT)
    dots = _whole(72 << 16, 72 << 16, 0) + _short(1) + bytes(32) + _short(24, 0xFFFF)
    return _box("avc1", size, dots, decoder)
