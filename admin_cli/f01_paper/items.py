"""The form itself: aspects, items, questions and evidence in printed order."""

from collections.abc import Iterator

from reportlab.lib.colors import black
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer, Table

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.answers import answer
from admin_cli.f01_paper.faces import HELD_NOTE, ITEM, LIGHT, PALE, SECTION, WIDTH, plain
from admin_cli.f01_paper.filled import Filled
from admin_cli.f01_paper.marks import footnotes, sign
from admin_cli.f01_paper.proofs import slot
from admin_cli.f01_paper.sights import Sights
from survey_flows.instrument import Item

_LEAST = 120  # points: a bar, the head of an item, its first question


def body(filled: Filled, seen: Sights) -> Iterator[Flowable]:
    """Everything between the head of the paper and its lists."""
    for letter, aspek in zip("ABCDEFGHIJ", filled.sheet.form.aspek, strict=False):
        yield CondPageBreak(_LEAST)
        yield Spacer(0, 8)
        yield section(wording.ASPEK.format(letter=letter, label=aspek.label.upper()))
        for item in aspek.items:
            yield from _item(filled, item, seen)


def section(title: str) -> Table:
    """A bar over the whole width."""
    style = [
        ("BACKGROUND", (0, 0), (-1, -1), PALE),
        ("BOX", (0, 0), (-1, -1), 0.8, black),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table([[Paragraph(plain(title), SECTION)]], [WIDTH], style=style, spaceAfter=4)


def _item(filled: Filled, item: Item, seen: Sights) -> Iterator[Flowable]:
    number = wording.UNNUMBERED if item.number is None else str(item.number)
    yield Spacer(0, 5)
    yield Paragraph(plain(item.label) + sign(item), ITEM, bulletText=number)
    yield from _filled_by(filled, item)
    yield from footnotes(filled.sheet.form, item)
    for field in item.fields:
        yield from answer(filled.sheet, field)
    for one in item.evidence:
        yield from slot(filled, one, seen)
    yield HRFlowable("100%", 0.4, color=LIGHT, spaceBefore=7, spaceAfter=0)


def _filled_by(filled: Filled, item: Item) -> Iterator[Flowable]:
    """Whose the newest entries are."""
    places = filled.sheet.places_in(item)
    touches = sorted((filled.sheet.touch(one) for one in places), key=lambda one: one.number)
    made = [one for one in touches if one.number]
    if made:
        names = ", ".join(dict.fromkeys(filled.name(one.by) for one in made))
        words = wording.FILLED_BY.format(names=names, when=filled.moment(made[-1].at))
        yield Paragraph(plain(words), HELD_NOTE)
