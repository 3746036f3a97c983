"""Evidence slots with their files: thumbnails side by side, or why there are none."""

import io
from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.faces import (
    ABSENT,
    CAPTION,
    FADED,
    HELD_LABEL,
    INNER,
    LIGHT,
    TROUBLE,
    plain,
)
from admin_cli.f01_paper.filled import Filled, Proof
from admin_cli.f01_paper.marks import sign
from admin_cli.f01_paper.shapes import icon
from admin_cli.f01_paper.sights import Sight, Sights
from admin_cli.f01_paper.thumbnails import Thumbnail
from bot.desk.words import short, size_text
from survey_flows.instrument import EvidenceSlot

_COLUMNS = 4
_CELL = INNER / _COLUMNS
_PICTURE = (_CELL - 10, 30 * mm)
_LONGEST_NAME, _LONGEST_CAPTION = 90, 600  # a row of files has to fit on a page
_FRAMED = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
)


def slot(filled: Filled, one: EvidenceSlot, seen: Sights) -> Iterator[Flowable]:
    """What was asked for, and what there is."""
    label = wording.PROOF.format(label=f"<b>{plain(one.label)}</b>") + sign(one)
    files = filled.proofs_of(one)
    if one.name not in filled.sheet.places:
        yield Paragraph(f"{label} · <b>{wording.NOT_ASKED}</b>", FADED)
    elif files:
        yield Paragraph(label, HELD_LABEL)
        yield from _gallery(filled, files, seen)
    else:
        yield Paragraph(label, HELD_LABEL)
        yield _nothing(filled, one)


def file_name(proof: Proof) -> str:
    """As it was sent; a photo has none. Markup."""
    return plain(short(proof.file.name, _LONGEST_NAME))


def _nothing(filled: Filled, one: EvidenceSlot) -> Flowable:
    reason = filled.sheet.missing.get(one.name)
    if reason is None:
        return Paragraph(wording.NO_PROOF if one.least else wording.NO_FILE, ABSENT)
    touch = filled.sheet.touch(one.name)
    who, when = plain(filled.name(touch.by)), filled.moment(touch.at)
    return Paragraph(wording.MISSING.format(reason=plain(reason), who=who, when=when), ABSENT)


def _gallery(filled: Filled, files: Sequence[Proof], seen: Sights) -> Iterator[Flowable]:
    """Each row by itself, so that a page may end between any two."""
    for start in range(0, len(files), _COLUMNS):
        row = files[start : start + _COLUMNS]
        cells = [_cell(filled, one, seen[one.file.content.sha256]) for one in row]
        frames = [("BOX", (at, 0), (at, 0), 0.4, LIGHT) for at in range(len(cells))]
        padded = [*cells, *[""] * (_COLUMNS - len(cells))]
        yield Table([padded], [_CELL] * _COLUMNS, style=[*_FRAMED, *frames], hAlign="RIGHT")


def _cell(filled: Filled, proof: Proof, sight: Sight) -> list[Flowable]:
    file, content = proof.file, proof.file.content
    kind = wording.KINDS.get(content.kind, content.kind)
    pages = wording.PAGES.format(pages=content.pages) if content.pages else ""
    size, caption = size_text(content.size), plain(short(file.caption, _LONGEST_CAPTION))
    said = [
        wording.FILE.format(number=proof.number, kind=kind, size=size, pages=pages),
        file_name(proof),
        caption and f"<i>“{caption}”</i>",
        wording.BY.format(
            name=plain(filled.name(file.staff_id)), when=filled.moment(file.stored_at)
        ),
        wording.DIGEST.format(start=content.sha256[:12]),
    ]
    return [
        _shown(sight, kind),
        Spacer(0, 3),
        *(Paragraph(line, CAPTION) for line in said if line),
    ]


def _shown(sight: Sight, kind: str) -> Flowable:
    if sight.trouble:
        words = Paragraph(wording.TROUBLES[sight.trouble], TROUBLE)
        style = [("BOX", (0, 0), (-1, -1), 0.8, LIGHT), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        return Table([[words]], [_PICTURE[0]], [40], style=style)
    return _pictured(sight.thumbnail) if sight.thumbnail else icon(kind)


def _pictured(small: Thumbnail) -> Image:
    scale = min(_PICTURE[0] / small.width, _PICTURE[1] / small.height)
    file = io.BytesIO(small.jpeg)
    return Image(file, small.width * scale, small.height * scale, hAlign="LEFT")
