"""What follows the form: a summary, the list of all files, and where people sign."""

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.faces import BODY, CELL, CELL_HEAD, LIGHT, PALE, WIDTH, plain
from admin_cli.f01_paper.filled import Filled, Proof
from admin_cli.f01_paper.items import section
from admin_cli.f01_paper.proofs import file_name
from admin_cli.f01_paper.sights import Sights
from bot.desk.words import number_of, short
from survey_flows.instrument import Aspek

_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, LIGHT),
    ("BOX", (0, 0), (-1, -1), 0.6, black),
    ("BACKGROUND", (0, 0), (-1, 0), PALE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
_SUMMARY = (WIDTH - 4 * 78, 78, 78, 78, 78)
_FILES = (24, 48, 100, WIDTH - 24 - 48 - 100 - 50, 50)
_LONGEST_LABEL = 60
_LEAST = 90  # points: a bar, the heads of the table, a file


def ends(filled: Filled, seen: Sights) -> Iterator[Flowable]:
    """In this order: what the evaluator reads first comes first."""
    yield Spacer(0, 12)
    yield KeepTogether([section(wording.SUMMARY), _summary(filled)])
    yield Spacer(0, 12)
    yield CondPageBreak(_LEAST)
    yield section(wording.FILES)
    yield from _files(filled, seen)


def _summary(filled: Filled) -> Table:
    lines = [_line(filled, aspek) for aspek in filled.sheet.form.aspek]
    total = [sum(column) for column in zip(*(counts for _, counts in lines), strict=True)]
    cells = [_texts([aspek, *_counted(counts)], CELL) for aspek, counts in lines]
    last = _texts([wording.TOTAL, *_counted(total)], CELL_HEAD)
    heads = _texts(wording.SUMMARY_HEADS, CELL_HEAD)
    return Table([heads, *cells, last], _SUMMARY, style=_GRID)


def _line(filled: Filled, aspek: Aspek) -> tuple[str, list[int]]:
    sheet = filled.sheet
    answered = sum(map(sheet.is_answered, aspek.items))
    slots = {one.name for item in aspek.items for one in item.evidence}
    asked = slots.intersection(sheet.places)
    files = sum(proof.item in aspek.items for proof in filled.proofs)
    missing = len(asked.intersection(sheet.missing))
    owed = sum(len(sheet.unproved(item)) for item in aspek.items)
    return plain(aspek.label), [answered, len(aspek.items), files, missing, owed]


def _counted(counts: Sequence[int]) -> list[str]:
    answered, items, *others = counts
    return [wording.COUNT_OF.format(count=answered, of=items), *map(str, others)]


def _files(filled: Filled, seen: Sights) -> Iterator[Flowable]:
    if not filled.proofs:
        yield Paragraph(wording.NO_FILES, BODY)
        return
    rows = [_texts(wording.FILES_HEADS, CELL_HEAD), *map(_row, filled.proofs)]
    yield Table(rows, _FILES, style=_GRID, repeatRows=1)
    yield Spacer(0, 4)
    yield Paragraph(_verdict(filled.proofs, seen), BODY)


def _row(proof: Proof) -> list[Paragraph]:
    content = proof.file.content
    kind = wording.KINDS.get(content.kind, content.kind)
    name = file_name(proof)
    what = f"{name} ({kind})" if name else kind
    texts = [
        str(proof.number),
        plain(number_of(proof.item)),
        plain(short(proof.slot.label, _LONGEST_LABEL)),
        f"{what}<br/><font size=6.2>{content.sha256}</font>",
        f"{content.size:,}".replace(",", "."),
    ]
    return _texts(texts, CELL)


def _verdict(proofs: Sequence[Proof], seen: Sights) -> str:
    bad = [str(one.number) for one in proofs if seen[one.file.content.sha256].trouble]
    if not bad:
        return wording.INTACT
    return f"<b>{wording.NOT_INTACT.format(count=len(bad), numbers=', '.join(bad))}</b>"


def _texts(texts: Sequence[str], style: ParagraphStyle) -> list[Paragraph]:
    return [Paragraph(text, style) for text in texts]
