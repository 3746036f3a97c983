"""Tickets as a PDF: fourteen to an A4 sheet, with marks to cut."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from admin_cli.poster.format import Size
from admin_cli.poster.pdf import Grid, cut_marks, document, draw
from admin_cli.poster.sheet import SHEETS
from admin_cli.poster.ticket import HEIGHT, PAPER, WIDTH, Ticket, ticket

GRID = Grid(2, 7, PAPER)
TO_A_SHEET = GRID.columns * GRID.rows


def tickets_pdf(
    tickets: Sequence[Ticket], title: str, tell: Callable[[], None] = lambda: None
) -> bytes:
    """`tell` is called for each ticket drawn."""
    with document(SHEETS[Size.A4].paper, title) as (canvas, file):
        for page in _pages(tickets):
            for place, one in zip(GRID.places(), page, strict=False):
                canvas.saveState()
                canvas.translate(*place)
                draw(canvas, ticket(one), PAPER, (WIDTH, HEIGHT))
                canvas.restoreState()
                tell()
            cut_marks(canvas, GRID)
            canvas.showPage()
    return file.getvalue()


def _pages(tickets: Sequence[Ticket]) -> Iterator[Sequence[Ticket]]:
    every = iter(tickets)
    while page := tuple(islice(every, TO_A_SHEET)):
        yield page
