"""Signs and footnotes of what is not the regulation's own text."""

from collections.abc import Iterable, Iterator, Sequence

from reportlab.platypus import Flowable, Paragraph

from admin_cli.f01_paper.faces import HELD_NOTE
from admin_cli.f01_paper.wording import MARKS, SIGNS
from survey_flows.instrument import Choice, EvidenceSlot, Field, Instrument, Item, Mark

Marked = Item | Field | EvidenceSlot | Choice


def sign(one: Marked) -> str:
    """What stands behind a marked text."""
    return "".join(f"<super>{SIGNS[mark]}</super>" for mark in one.marks)


def footnotes(form: Instrument, item: Item) -> Iterator[Flowable]:
    """Right under the item's head, where nobody can miss them."""
    for mark in _marks(_parts(form, item)):
        yield Paragraph(f"{SIGNS[mark]} {MARKS[mark]}", HELD_NOTE)


def _parts(form: Instrument, item: Item) -> Iterator[Marked]:
    yield item
    yield from item.evidence
    for field in item.fields:
        yield field
        yield from form.choices_of(field.name)


def _marks(parts: Iterable[Marked]) -> Sequence[Mark]:
    return sorted({mark for one in parts for mark in one.marks}, reverse=True)
