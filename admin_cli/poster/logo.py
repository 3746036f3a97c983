"""The logo of the instansi: read once, made small, and flat on white."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from admin_cli.door import WrongUse

COARSE = 300  # pixels on the longer side: fewer look coarse on an A4 sheet
_MOST = 800
_PALEST = 8  # shades from white: what JPEG leaves around a logo is no ink
_CURE = "give the logo as a PNG or JPEG file, or leave --logo out"


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG of what is left when the white around it is cut off."""

    png: bytes
    width: int
    height: int

    @property
    def is_coarse(self) -> bool:
        """Whether one will see the pixels on paper."""
        return max(self.width, self.height) < COARSE

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Its size when it fills a room as far as its shape allows.

        >>> Logo(b"", 300, 100).within(150, 150)
        (150.0, 50.0)
        """
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


def read_logo(file: Path) -> Logo:
    """Raises WrongUse for what is no picture."""
    try:
        return _small(_opened(file))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        SyntaxError,
        ValueError,
    ) as error:
        raise WrongUse(f"{file} cannot be used as a logo: {_CURE}", "poster.logo") from error
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise WrongUse(f"{file} cannot be read, {reason}: {_CURE}", "poster.logo") from error


def _opened(file: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(file, formats=["PNG", "JPEG"]) as image:
            return ImageOps.exif_transpose(image)


def _small(image: Image.Image) -> Logo:
    whole = image.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    paper.alpha_composite(whole)
    flat = paper.convert("RGB")
    inked = ImageOps.invert(flat.convert("L")).point(lambda ink: 255 * (ink > _PALEST)).getbbox()
    if inked is None:
        raise ValueError("nothing but white")
    kept = flat.crop(inked)
    kept.thumbnail((_MOST, _MOST))
    file = io.BytesIO()
    kept.save(file, "PNG", optimize=True)
    return Logo(file.getvalue(), *kept.size)
