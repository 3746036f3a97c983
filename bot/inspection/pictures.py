"""JPEG, PNG, WebP and HEIC: decodable, and within the limit of pixels."""

import io
import warnings
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from PIL import ExifTags, Image, ImageOps

from bot.inspection.limits import MOST_PIXELS
from bot.inspection.verdict import Fine, Kind, Suspect, fine

Image.preinit()  # once, or every child does it
_SMALL = (256, 256)
_GRID = (9, 8)  # eight differences in each of eight rows
_LYING = {5, 6, 7, 8}  # orientations that swap width and height


def look_at_picture(kind: Kind, data: bytes) -> Fine:
    """Decode all of it once. Nothing of EXIF but the orientation is read or passed on."""
    image = _opened(kind, data)
    size, orientation = image.size, _orientation(image)
    image.draft("RGB", _SMALL)
    image.load()
    width, height = reversed(size) if orientation in _LYING else size
    return replace(
        fine(kind), width=width, height=height, fingerprint=_fingerprint(image, orientation)
    )


def _opened(kind: Kind, data: bytes) -> Image.Image:
    """Only the header is read here: the declared size is judged before any pixel is decoded."""
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    if kind == "heic":
        _register_heic()
    image = Image.open(io.BytesIO(data), formats=["HEIF" if kind == "heic" else kind.upper()])
    width, height = image.size
    if width * height > MOST_PIXELS[kind]:
        raise Suspect("too_many_pixels")
    return image


def _register_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def _orientation(image: Image.Image) -> int:
    """How the phone was held; EXIF that cannot be read does not make a photo bad."""
    with suppress(Exception):
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _fingerprint(image: Image.Image, orientation: int) -> str:
    """The 64-bit difference hash of the upright picture: where it gets brighter to the right.

    Every so many-th pixel will do, and needs no second copy of a large picture. `imagehash` says
    the same, but imports numpy first: a quarter of a second for each file.
    """
    small = image.resize(_SMALL, Image.Resampling.NEAREST)
    if small.mode != "RGB":
        small = small.convert("RGB")
    upright = small.convert("L")
    upright.getexif()[ExifTags.Base.Orientation] = orientation
    ImageOps.exif_transpose(upright, in_place=True)
    shades = upright.resize(_GRID, Image.Resampling.LANCZOS).tobytes()
    rows = (shades[start : start + _GRID[0]] for start in range(0, len(shades), _GRID[0]))
    bits = "".join(str(int(right > left)) for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"
