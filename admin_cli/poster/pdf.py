"""Posters as a PDF with its fonts inside: one sheet each, or cards on A4 with marks to cut."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from admin_cli.poster.faces import register
from admin_cli.poster.format import Size
from admin_cli.poster.marks import Bar, Box, Code, Disc, Mark, Picture, Text
from admin_cli.poster.sheet import SHEETS, Sheet
from admin_cli.poster.text import cleaned
from admin_cli.poster.words import Poster

_CUT_NEAR, _CUT_FAR = 1 * mm, 5 * mm  # how far from a card its marks begin and end


@dataclass(frozen=True, slots=True)
class Grid:
    """How many small papers share an A4 sheet; `paper` is in millimetres."""

    columns: int
    rows: int
    paper: tuple[float, float]

    @property
    def corner(self) -> tuple[float, float]:
        """Where the lowest on the left begins, in points: the whole stands in the middle."""
        (wide, high), (width, height) = self.paper, SHEETS[Size.A4].paper
        return (width - self.columns * wide) / 2 * mm, (height - self.rows * high) / 2 * mm

    def places(self) -> Iterator[tuple[float, float]]:
        """Where each begins, row by row from the top as people read."""
        left, bottom = self.corner
        for row, column in product(reversed(range(self.rows)), range(self.columns)):
            yield left + column * self.paper[0] * mm, bottom + row * self.paper[1] * mm


_CARDS = Grid(2, 5, SHEETS[Size.CARD].paper)


def pdf(size: Size, posters: Iterable[Poster], title: str) -> bytes:
    """The same posters give the same bytes."""
    sheet = SHEETS[size]
    paper = SHEETS[Size.A4] if size is Size.CARD else sheet
    with document(paper.paper, title) as (canvas, file):
        for number, poster in enumerate(posters):
            if size is Size.CARD:
                _cards(canvas, sheet, poster, f"card-{number}")
            else:
                draw(canvas, sheet.marks(poster), sheet.paper, sheet.units)
            canvas.showPage()
    return file.getvalue()


@contextmanager
def document(paper: tuple[float, float], title: str) -> Iterator[tuple[Canvas, io.BytesIO]]:
    """An empty document, whole in the file when the block ends; `paper` is in millimetres."""
    register()
    file = io.BytesIO()
    canvas = Canvas(file, [side * mm for side in paper], invariant=1, lang="id-ID")
    canvas.setTitle(cleaned(title))
    canvas.setCreator("SuaraLoket")
    yield canvas, file
    canvas.save()


def draw(
    canvas: Canvas, marks: Iterable[Mark], paper: tuple[float, float], units: tuple[int, int]
) -> None:
    """The marks of one paper at the origin of the canvas."""
    brush = _Brush(canvas, paper[0] * mm / units[0], paper[1] * mm)
    for mark in marks:
        brush.draw(mark)


def _cards(canvas: Canvas, sheet: Sheet, poster: Poster, name: str) -> None:
    """Drawn once, shown ten times."""
    canvas.beginForm(name)
    draw(canvas, sheet.marks(poster), sheet.paper, sheet.units)
    canvas.endForm()
    for place in _CARDS.places():
        canvas.saveState()
        canvas.translate(*place)
        canvas.doForm(name)
        canvas.restoreState()
    cut_marks(canvas, _CARDS)


def cut_marks(canvas: Canvas, grid: Grid) -> None:
    """Around the whole, where a ruler is laid to cut."""
    left, bottom = grid.corner
    wide, high = (side * mm for side in grid.paper)
    right, top = left + grid.columns * wide, bottom + grid.rows * high
    canvas.setLineWidth(0.3)
    for column in range(grid.columns + 1):
        x = left + column * wide
        canvas.line(x, bottom - _CUT_NEAR, x, bottom - _CUT_FAR)
        canvas.line(x, top + _CUT_NEAR, x, top + _CUT_FAR)
    for row in range(grid.rows + 1):
        y = bottom + row * high
        canvas.line(left - _CUT_NEAR, y, left - _CUT_FAR, y)
        canvas.line(right + _CUT_NEAR, y, right + _CUT_FAR, y)


@dataclass(frozen=True, slots=True)
class _Brush:
    """From units that run down to points that run up."""

    canvas: Canvas
    scale: float
    top: float

    def draw(self, mark: Mark) -> None:
        match mark:
            case Text():
                self._text(mark)
            case Code():
                self._code(mark)
            case Bar(box, radius):
                self.canvas.roundRect(*self._box(box), radius * self.scale, stroke=0, fill=1)
            case Disc(x, y, radius):
                middle = (x * self.scale, self._up(y))
                self.canvas.circle(*middle, radius * self.scale, stroke=0, fill=1)
            case Picture(logo, box):
                picture = ImageReader(io.BytesIO(logo.png))
                self.canvas.drawImage(picture, *self._box(box))

    def _up(self, y: float) -> float:
        return self.top - y * self.scale

    def _box(self, box: Box) -> tuple[float, float, float, float]:
        left, bottom = box.x * self.scale, self._up(box.y + box.height)
        return left, bottom, box.width * self.scale, box.height * self.scale

    def _text(self, text: Text) -> None:
        self.canvas.setFillGray(1 if text.is_white else 0)
        self.canvas.setFont(text.face, text.size * self.scale)
        self.canvas.drawString(text.left * self.scale, self._up(text.y), text.words)
        self.canvas.setFillGray(0)

    def _code(self, code: Code) -> None:
        """One path: readers that smooth edges leave no seams within it."""
        module = code.side / code.modules
        path = self.canvas.beginPath()
        for x, y, long in code.runs():
            box = Box(code.x + x * module, code.y + y * module, long * module, module)
            path.rect(*self._box(box))
        self.canvas.drawPath(path, stroke=0, fill=1)
