"""Posters as a PDF with its fonts inside: one sheet each, or ten cards on A4 with marks to cut."""

import io
from collections.abc import Iterable
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

_COLUMNS, _ROWS = 2, 5
_CUT_NEAR, _CUT_FAR = 1 * mm, 5 * mm  # how far from a card its marks begin and end


def pdf(size: Size, posters: Iterable[Poster], title: str) -> bytes:
    """The same posters give the same bytes."""
    register()
    sheet = SHEETS[size]
    paper = SHEETS[Size.A4] if size is Size.CARD else sheet
    file = io.BytesIO()
    canvas = Canvas(file, [side * mm for side in paper.paper], invariant=1, lang="id-ID")
    canvas.setTitle(cleaned(title))
    canvas.setCreator("SuaraLoket")
    for number, poster in enumerate(posters):
        if size is Size.CARD:
            _cards(canvas, sheet, poster, f"card-{number}")
        else:
            _draw(canvas, sheet, poster)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _cards(canvas: Canvas, sheet: Sheet, poster: Poster, name: str) -> None:
    """Drawn once, shown ten times."""
    canvas.beginForm(name)
    _draw(canvas, sheet, poster)
    canvas.endForm()
    wide, high = (side * mm for side in sheet.paper)
    left, bottom = _corner(wide, high)
    for column, row in product(range(_COLUMNS), range(_ROWS)):
        canvas.saveState()
        canvas.translate(left + column * wide, bottom + row * high)
        canvas.doForm(name)
        canvas.restoreState()
    _cut_marks(canvas, wide, high)


def _corner(wide: float, high: float) -> tuple[float, float]:
    width, height = (side * mm for side in SHEETS[Size.A4].paper)
    return (width - _COLUMNS * wide) / 2, (height - _ROWS * high) / 2


def _cut_marks(canvas: Canvas, wide: float, high: float) -> None:
    left, bottom = _corner(wide, high)
    right, top = left + _COLUMNS * wide, bottom + _ROWS * high
    canvas.setLineWidth(0.3)
    for column in range(_COLUMNS + 1):
        x = left + column * wide
        canvas.line(x, bottom - _CUT_NEAR, x, bottom - _CUT_FAR)
        canvas.line(x, top + _CUT_NEAR, x, top + _CUT_FAR)
    for row in range(_ROWS + 1):
        y = bottom + row * high
        canvas.line(left - _CUT_NEAR, y, left - _CUT_FAR, y)
        canvas.line(right + _CUT_NEAR, y, right + _CUT_FAR, y)


def _draw(canvas: Canvas, sheet: Sheet, poster: Poster) -> None:
    brush = _Brush(canvas, sheet.paper[0] * mm / sheet.units[0], sheet.paper[1] * mm)
    for mark in sheet.marks(poster):
        brush.draw(mark)


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
