"""What can stand on a sheet. One unit is 1/300 inch on A5; the other sizes are scaled from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from admin_cli.poster.faces import Face, width
from admin_cli.poster.logo import Logo
from admin_cli.poster.text import Room, fitted, leading

QUIET = 4  # modules of white that readers need around a code
_RISE = 0.92  # from the top of a line to its baseline, in sizes


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the sheet; `y` runs down."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line; `y` is its baseline."""

    words: str
    x: float
    y: float
    size: int
    face: Face = Face.REGULAR
    anchor: Literal["start", "middle", "end"] = "start"
    is_white: bool = False

    @property
    def width(self) -> float:
        """How wide the line is."""
        return width(self.words, self.size, self.face)

    @property
    def left(self) -> float:
        """Where it begins, whatever it is anchored at."""
        return self.x - self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code; the square at `x` and `y` holds the quiet zone too."""

    rows: Sequence[Sequence[bool]]
    x: float
    y: float
    side: float

    @property
    def modules(self) -> int:
        """How many modules share the side, the quiet zone counted."""
        return len(self.rows) + 2 * QUIET

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Neighbouring dark modules of a row as one: where it begins, and how long it is."""
        for y, row in enumerate(self.rows, start=QUIET):
            for is_dark, run in groupby(enumerate(row, start=QUIET), key=lambda cell: cell[1]):
                cells = [x for x, _ in run]
                if is_dark:
                    yield cells[0], y, len(cells)


@dataclass(frozen=True, slots=True)
class Bar:
    """A black box: a rule, or the ground of white letters."""

    box: Box
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A black disc around its middle."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The logo."""

    logo: Logo
    box: Box


Mark = Text | Code | Bar | Disc | Picture


def code(link: str, x: float, y: float, side: float) -> Code:
    """The link as a QR code that survives the loss of a quarter of it."""
    return Code(_rows(link), x, y, side)


@lru_cache(maxsize=1024)
def _rows(link: str) -> Sequence[Sequence[bool]]:
    """Kept, because a booklet shows every code a second time and each takes its time."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    drawing.add_data(link)
    return tuple(map(tuple, drawing.get_matrix()))


def block(
    words: str, box: Box, sizes: tuple[int, int], face: Face, anchor: Literal["start", "middle"]
) -> list[Text]:
    """Lines in the middle of their box, so that nothing below it ever moves."""
    text = fitted(words, Room(box.width, box.height, *sizes, face))
    step = leading(text.size)
    first = box.y + (box.height - step * len(text.lines)) / 2 + text.size * _RISE
    x = box.x if anchor == "start" else box.x + box.width / 2
    return [
        Text(line, x, first + number * step, text.size, face, anchor)
        for number, line in enumerate(text.lines)
    ]
