"""A workbook whose cells are text or numbers, never formulas; the same content, the same bytes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any, Literal

import xlsxwriter

from admin_cli.poster.text import cleaned
from admin_cli.workbook import MADE

Kind = Literal["text", "wrapped", "count", "score"]
Cell = str | int | float | Fraction | None
_LONGEST = 32_000  # letters: what a cell holds
_A4 = 9
_LINE = 15  # points
_ARROW, _LOST = 2, 1.5  # letters: the arrow of the filter, the indent
_NARROW = 0.9  # of the digit that a spreadsheet measures by: a letter, on average
_FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_RULED = {"bottom": 7, "bottom_color": "#A6A6A6"}
_FORMATS: dict[str, dict[str, object]] = {
    "text": _RULED | {"num_format": "@", "align": "left", "indent": 1},
    "wrapped": _RULED | {"num_format": "@", "align": "left", "indent": 1, "text_wrap": True},
    "count": _RULED | {"num_format": "0"},
    "score": _RULED | {"num_format": "0.00"},
    "head": {
        "num_format": "@",
        "align": "left",
        "indent": 1,
        "bold": True,
        "text_wrap": True,
        "bg_color": "#E6E6E6",
        "bottom": 1,
        "valign": "vcenter",
    },
    "title": {"num_format": "@", "bold": True, "font_size": 16},
    "strong": {"num_format": "@", "bold": True, "align": "left", "indent": 1},
    "said": {"num_format": "@", "align": "left", "indent": 1},
    "said_count": {"num_format": "0", "align": "left", "indent": 1},
    "said_score": {"num_format": "0.00", "align": "left", "indent": 1},
}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in letters, as a spreadsheet counts it."""

    head: str
    width: float
    kind: Kind = "text"

    @property
    def wraps(self) -> bool:
        """Whether long text goes on in another line."""
        return self.kind == "wrapped"


@dataclass(frozen=True, slots=True)
class Book:
    """Wraps xlsxwriter, so that nobody else calls the `write` that guesses formulas."""

    book: Any
    formats: dict[str, Any]

    def page(self, name: str) -> "Page":
        """A new sheet, to be printed on A4 across, as wide as the paper."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return Page(sheet, self.formats)

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> "Page":
        """A sheet that is one table: heads stay in sight, are printed on each page, and filter."""
        page, last = self.page(name), 0
        for at, column in enumerate(columns):
            page.width(at, column.width)
            page.put((0, at), column.head, "head")
        for last, row in enumerate(rows, start=1):
            for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
                page.put((last, at), cell, column.kind)
            wraps = [(cell, one.width) for one, cell in zip(columns, row, strict=True) if one.wraps]
            page.heighten(last, wraps)
        page.heighten(0, [(column.head, column.width - _ARROW) for column in columns])
        page.sheet.freeze_panes(1, 2)
        page.sheet.repeat_rows(0)
        page.sheet.autofilter(0, 0, last, len(columns) - 1)
        return page

    def bars(self) -> Any:  # noqa: ANN401 - xlsxwriter is untyped
        """A chart of bars that lie, the first one on top."""
        return self.book.add_chart({"type": "bar"})

    def line(self) -> Any:  # noqa: ANN401 - xlsxwriter is untyped
        """A chart of points joined by a line."""
        return self.book.add_chart({"type": "line"})


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet."""

    sheet: Any
    formats: dict[str, Any]

    def put(self, place: tuple[int, int], cell: Cell, style: str = "text") -> None:
        """Text stays text, also where it looks like a formula, a link or a number."""
        if cell is None:
            self.sheet.write_blank(*place, None, self.formats[style])
        elif isinstance(cell, str):
            as_text = style if _FORMATS[style]["num_format"] == "@" else "text"
            self.sheet.write_string(*place, cleaned(cell)[:_LONGEST], self.formats[as_text])
        else:
            self.sheet.write_number(*place, float(cell), self.formats[style])

    def heighten(self, row: int, cells: Iterable[tuple[Cell, float]]) -> None:
        """Make room for what wraps: not every program does so by itself."""
        lines = [
            math.ceil(len(str(cell)) * _NARROW / (letters - _LOST))
            for cell, letters in cells
            if cell
        ]
        if max(lines, default=1) > 1:
            self.sheet.set_row(row, _LINE * max(lines))

    def width(self, column: int, letters: float) -> None:
        """Of one column."""
        self.sheet.set_column(column, column, letters)


@contextmanager
def book(title: str, made: BytesIO) -> Iterator[Book]:
    """Written into `made` at the end."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as opened:
        opened.set_properties({"title": title, "created": MADE, "comments": "SuaraLoket"})
        formats = {name: opened.add_format(_FONT | own) for name, own in _FORMATS.items()}
        yield Book(opened, formats)
