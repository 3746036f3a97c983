"""Questions with what was answered."""

from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable, Paragraph

from admin_cli.f01_paper import wording
from admin_cli.f01_paper.faces import ANSWER, FADED, HELD_LABEL, LABEL, NOTE, WARNING, plain
from admin_cli.f01_paper.marks import sign
from admin_cli.f01_paper.options import are_few, below, beside
from bot.desk.words import value_text
from survey_flows.instrument import Field
from survey_flows.worksheet import Worksheet

# F-01 asks for the counts of item 28 and wants the percentages: they are never typed.
_SHARES = {"i28selesai": "i28masuk", "i28lselesai": "i28lmasuk"}


def answer(sheet: Worksheet, field: Field) -> Iterator[Flowable]:
    """A question as the form prints it, or in grey where it does not apply."""
    label = plain(field.label) + sign(field)
    if field.type == "note":
        yield Paragraph(label, LABEL)
    elif field.name not in sheet.places:
        yield Paragraph(f"{label} · <b>{wording.NOT_ASKED}</b>", FADED)
    elif field.choices:
        yield from _ticked(sheet, field, label)
        yield from _noted(sheet, field)
    else:
        yield from _typed(sheet, field, label)
        yield from _noted(sheet, field)


def percentage(answers: Mapping[str, str], field: str) -> str | None:
    """The share a count is of another one; None for fields that are no such count.

    >>> percentage({"i28masuk": "3", "i28selesai": "2"}, "i28selesai")
    'Persentase selesai (dihitung): 66,67% (2 dari 3)'
    """
    whole = _SHARES.get(field, "")
    if field not in answers or whole not in answers:
        return None
    received, finished = int(answers[whole]), int(answers[field])
    if not received:
        return wording.PERCENTAGE_OF_NONE
    percent = f"{100 * finished / received:.2f}%".replace(".", ",")
    return wording.PERCENTAGE.format(percent=percent, received=received, finished=finished)


def _ticked(sheet: Worksheet, field: Field, label: str) -> Iterator[Flowable]:
    choices = sheet.form.choices_of(field.name)
    chosen = sheet.answers.get(field.name, "").split()
    if are_few(choices):
        yield beside(label, choices, chosen)
    else:
        yield Paragraph(label, HELD_LABEL)
        yield below(choices, chosen)


def _typed(sheet: Worksheet, field: Field, label: str) -> Iterator[Flowable]:
    value = sheet.answers.get(field.name)
    said = "" if value is None else plain(value_text(sheet.form, field, value))
    if field.type == "text" and said:
        yield Paragraph(label, HELD_LABEL)
        yield Paragraph(said, ANSWER)
    else:
        colon = "" if field.label.endswith(("?", ":", ".")) else ":"
        yield Paragraph(f"{label}{colon} <b>{said or wording.BLANK}</b>", LABEL)


def _noted(sheet: Worksheet, field: Field) -> Iterator[Flowable]:
    """What the boxes alone do not say."""
    value = sheet.answers.get(field.name)
    if value is None:
        yield Paragraph(wording.UNANSWERED if field.required else wording.SKIPPED, NOTE)
    elif value == "":
        yield Paragraph(wording.NONE_CHOSEN, NOTE)
    if share := percentage(sheet.answers, field.name):
        yield Paragraph(f"<b>{share}</b>", LABEL)
    if sheet.breaks(field.name):
        yield Paragraph(wording.BREAKS.format(message=plain(field.constraint_message)), WARNING)
