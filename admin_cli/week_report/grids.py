"""Tables on paper."""

from collections.abc import Iterable, Sequence

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table

from admin_cli.f01_paper.faces import CELL, CELL_HEAD, LIGHT, PALE, WIDTH, plain

NUMBER = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
NUMBER_HEAD = ParagraphStyle("number-head", CELL_HEAD, alignment=TA_RIGHT)
_STYLE = [
    ("LINEBELOW", (0, 0), (-1, -1), 0.3, LIGHT),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, black),
    ("BOX", (0, 0), (-1, -1), 0.6, black),
    ("BACKGROUND", (0, 0), (-1, 0), PALE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
]


class Grid:
    """Heads that come again on each page; columns from `numbers` on stand at the right."""

    def __init__(self, heads: Sequence[str], widths: Sequence[float], numbers: int) -> None:
        """A width of 0 takes what the others leave."""
        rest = WIDTH - sum(widths)
        self._widths = [width or rest for width in widths]
        self._numbers = numbers
        self._rows = [self._texts(heads, CELL_HEAD, NUMBER_HEAD)]
        self._spans: list[tuple[object, ...]] = []

    def add(self, *cells: str, bold: bool = False) -> None:
        """One row of plain text."""
        left, right = (CELL_HEAD, NUMBER_HEAD) if bold else (CELL, NUMBER)
        self._rows.append(self._texts(cells, left, right))

    def add_words(self, *cells: str, words: str) -> None:
        """A row whose last words run over all columns that are left."""
        at = len(self._rows)
        said = [*self._texts(cells, CELL, NUMBER), Paragraph(f"<i>{plain(words)}</i>", CELL)]
        self._rows.append(said + [""] * (len(self._widths) - len(said)))
        self._spans.append(("SPAN", (len(cells), at), (-1, at)))

    def extend(self, rows: Iterable[Sequence[str]]) -> "Grid":
        """Many rows of plain text."""
        for row in rows:
            self.add(*row)
        return self

    def table(self) -> Table:
        """As reportlab prints it."""
        return Table(self._rows, self._widths, style=[*_STYLE, *self._spans], repeatRows=1)

    def _texts(
        self, cells: Sequence[str], left: ParagraphStyle, right: ParagraphStyle
    ) -> list[Paragraph | str]:
        return [
            Paragraph(plain(cell), left if at < self._numbers else right)
            for at, cell in enumerate(cells)
        ]
