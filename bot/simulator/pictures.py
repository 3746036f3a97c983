"""What becomes of a picture sent as a photo: turned upright, made smaller, rid of its EXIF."""

import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.simulator.refusals import Refused, bad_request

SIDES = (90, 320, 800, 1280)
MAX_SIDES = 10_000
MAX_RATIO = 20
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
)


class Picture(NamedTuple):
    content: bytes
    width: int
    height: int


def shrunk(content: bytes) -> list[Picture]:
    """The sizes of one photo as JPEG, small to large."""
    picture = _opened(content)
    longest = max(picture.size)
    sides = [side for side in SIDES if side < longest]
    fitted = [ImageOps.contain(picture, (side, side)) for side in sides]
    kept = fitted if longest > SIDES[-1] else [*fitted, picture]
    return [_written(each) for each in kept]


def _opened(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return ImageOps.exif_transpose(picture).convert("RGB")
    except UNREADABLE:
        raise _unreadable() from None


def _written(picture: Image.Image) -> Picture:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=87)
    return Picture(written.getvalue(), *picture.size)


def _unreadable() -> Refused:
    return bad_request("IMAGE_PROCESS_FAILED")


def check_sides(content: bytes) -> None:
    """Phones make pictures smaller before they send them; a bot has to do it itself."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except UNREADABLE:
        raise _unreadable() from None
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
