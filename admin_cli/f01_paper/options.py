"""The options of a question as printed boxes, ticked or not."""

from collections.abc import Collection, Sequence
from itertools import chain

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from admin_cli.f01_paper.faces import BODY, BOLD, INNER, plain, width_of
from admin_cli.f01_paper.shapes import SIDE, box
from survey_flows.instrument import Choice

_BOX = SIDE + 5
_GAP = 12
_MOST_COLUMNS = 4
_FEW = 150  # points: options that fit stand beside their question, as on the official form
_CHOSEN = ParagraphStyle("chosen", BODY, fontName=BOLD)
_TIGHT = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
)

Cells = list[Flowable | str]


def are_few(choices: Sequence[Choice]) -> bool:
    """Whether they fit beside the question."""
    return sum(map(_room, choices)) <= _FEW


def beside(label: str, choices: Sequence[Choice], chosen: Collection[str]) -> Table:
    """Question and options on one line; `label` is markup."""
    cells: Cells = [Paragraph(label, BODY)]
    widths = [INNER - _FEW]
    spare = (_FEW - sum(map(_room, choices))) / len(choices)
    for choice in choices:
        cells += _cells(choice, chosen)
        widths += [_BOX, _room(choice) - _BOX + spare]
    return _table([cells], widths, space=3)


def below(choices: Sequence[Choice], chosen: Collection[str]) -> Table:
    """In as many columns as the longest option leaves room for."""
    widest = max(map(_room, choices))
    columns = max(1, min(_MOST_COLUMNS, len(choices), int(INNER // widest)))
    cells = [_cells(choice, chosen) for choice in choices]
    cells += [["", ""]] * (-len(cells) % columns)
    starts = range(0, len(cells), columns)
    rows = [list(chain.from_iterable(cells[start : start + columns])) for start in starts]
    return _table(rows, [_BOX, INNER / columns - _BOX] * columns, space=1)


def _room(choice: Choice) -> float:
    return _BOX + width_of(choice.label, _CHOSEN) + _GAP


def _cells(choice: Choice, chosen: Collection[str]) -> Cells:
    is_ticked = choice.name in chosen
    return [
        box(is_ticked=is_ticked),
        Paragraph(plain(choice.label), _CHOSEN if is_ticked else BODY),
    ]


def _table(rows: Sequence[Cells], widths: Sequence[float], space: float) -> Table:
    """At the right: that is how it stands under its question, which is indented."""
    return Table(rows, widths, style=_TIGHT, hAlign="RIGHT", spaceBefore=space, spaceAfter=space)
