"""The type of posters: DejaVu, whose files come with matplotlib. It is free, wide in letters, and
tells 1, l, I, O and 0 apart, which somebody may have to type.
"""

from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FILES = "mpl-data/fonts/ttf"


class Face(StrEnum):
    REGULAR = "DejaVuSans"
    BOLD = "DejaVuSans-Bold"
    TYPED = "DejaVuSansMono"


def file_of(face: Face) -> Path:
    """Found without importing matplotlib, which takes its time."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise FileNotFoundError(2, "the fonts of matplotlib are not installed", face)
    return Path(package.origin).parent / _FILES / f"{face}.ttf"


@cache
def register() -> None:
    """Make the faces known to reportlab."""
    for face in Face:
        pdfmetrics.registerFont(TTFont(face, file_of(face)))


def unknown(text: str) -> str:
    """The letters no face has, which come out as boxes."""
    register()
    known = pdfmetrics.getFont(Face.BOLD).face.charToGlyph
    return "".join(dict.fromkeys(one for one in text if ord(one) not in known))


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """How wide a line is, in the unit of its size."""
    register()
    return float(pdfmetrics.stringWidth(text, face, size))
