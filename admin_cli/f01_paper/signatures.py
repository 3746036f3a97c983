"""Where the people of the berita acara sign."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.faces import BODY, CENTRED, WIDTH, plain
from admin_cli.f01_paper.filled import Filled
from admin_cli.f01_paper.items import section

_IN_ROW = 3
_ROOM = 46  # points for a signature and a stamp


def signatures(filled: Filled) -> Flowable:
    """On one page: a signature never stands apart from what it is for."""
    people = list(_people(filled))
    rows = [people[start : start + _IN_ROW] for start in range(0, len(people), _IN_ROW)]
    names = ", ".join(filled.fillers) or wording.NOBODY
    said = wording.STATEMENT.format(lokus=filled.lokus.name, code=filled.code, names=names)
    return KeepTogether(
        [
            Spacer(0, 14),
            section(wording.SIGNATURES),
            Paragraph(plain(said), BODY),
            Spacer(0, 8),
            Paragraph(wording.PLACE_AND_DATE, BODY),
            *map(_row, rows),
        ]
    )


def _people(filled: Filled) -> Iterator[tuple[str, str]]:
    """Role and name; an empty name is to be written by hand."""
    in_charge = filled.sender or next(iter(filled.in_charge), "")
    fillers = [name for name in filled.fillers if name != in_charge]
    yield from ((wording.FILLER, name) for name in fillers or [""])
    yield wording.IN_CHARGE, in_charge
    yield wording.EVALUATOR, ""


def _row(people: Sequence[tuple[str, str]]) -> Table:
    cells = [_cell(*one) for one in people]
    padded = [*cells, *[""] * (_IN_ROW - len(cells))]
    style = [("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("TOPPADDING", (0, 0), (-1, -1), 10)]
    return Table([padded], [WIDTH / _IN_ROW] * _IN_ROW, style=style)


def _cell(role: str, name: str) -> list[Flowable]:
    return [
        Paragraph(role, CENTRED),
        Spacer(0, _ROOM),
        Paragraph(f"<b>{plain(name)}</b>" if name else wording.DOTS, CENTRED),
        Paragraph(wording.NIP, CENTRED),
    ]
