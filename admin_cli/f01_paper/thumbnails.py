"""A small upright copy of a picture that carries nothing but its pixels: no EXIF, no place."""

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps

from bot.inspection.limits import MOST_PIXELS

_MOST = (378, 290)  # 40 x 31 mm at 240 dots per inch
_LYING = {5, 6, 7, 8}  # orientations that swap width and height
_LARGEST = 36_000  # two hundred of these stay below 10 MB
_QUALITIES = (75, 50, 25)
_PLAIN = {"L", "RGB", "RGBA"}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def thumbnail_of(kind: str, data: bytes) -> Thumbnail | None:
    """None for what cannot be decoded: one bad picture must not cost the others their paper."""
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _encoded(_upright(_opened(kind, data)))
    return None


def _opened(kind: str, data: bytes) -> Image.Image:
    """Only the header is read here: the declared size is judged before any pixel is decoded."""
    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    image = Image.open(io.BytesIO(data), formats=["HEIF" if kind == "heic" else kind.upper()])
    if image.width * image.height > max(MOST_PIXELS.values()):
        raise Image.DecompressionBombError
    return image


def _upright(image: Image.Image) -> Image.Image:
    orientation = _orientation(image)
    whole = image if image.mode in _PLAIN else image.convert("RGBA")
    whole.thumbnail(_MOST[::-1] if orientation in _LYING else _MOST)
    small = whole.convert("RGBA")
    paper = Image.new("RGB", small.size, "white")
    paper.paste(small, mask=small)
    paper.getexif()[ExifTags.Base.Orientation] = orientation
    return ImageOps.exif_transpose(paper)


def _orientation(image: Image.Image) -> int:
    """How the phone was held; EXIF that cannot be read does not make a photo bad."""
    with suppress(Exception):
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _encoded(image: Image.Image) -> Thumbnail:
    """As good as fits: a picture of noise must not blow up the file."""
    for quality in _QUALITIES:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, exif=b"")
        if file.tell() <= _LARGEST:
            break
    return Thumbnail(file.getvalue(), *image.size)
