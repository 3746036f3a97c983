"""An instrument as an XLSForm: the rows of its three sheets, for pyxform, ODK and Kobo.

A select_multiple is never `required` there: nothing ticked is a lawful answer ("we have none of
these"), and XForms cannot tell it from no answer. Explanations are guidance hints, shown on demand.
"""

from collections.abc import Iterator, Sequence

from survey_flows.instrument import Aspek, Choice, EvidenceSlot, Field, Instrument, Item
from survey_flows.xpath import expression

Sheet = list[list[str]]
Row = dict[str, str]

LANGUAGE = "Bahasa Indonesia (id)"
TRANSLATED = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "appearance",
    "body::accept",
    "code",
    "marks",
)
CHOICES = ("list_name", "name", "label", "marks")
SETTINGS = ("form_title", "form_id", "version", "default_language")
ANSWER_THIS, SEND_THIS = "Mohon diisi.", "Mohon lampirkan berkas."
SHORTEST_SCALE = 3
MAY_BE_EMPTY = ("note", "select_multiple")
PHOTOS = {"jpeg", "png", "webp", "heic"}
ENDINGS = {"jpeg": ".jpg,.jpeg"}


def sheets(form: Instrument) -> dict[str, Sheet]:
    """Sheet name to rows of text; the first row of each is the header."""
    settings = {
        "form_title": f"{form.form_id} {form.title}",
        "form_id": form.form_id,
        "version": form.version,
        "default_language": LANGUAGE,
    }
    return {
        "survey": _sheet(SURVEY, _survey(form)),
        "choices": _sheet(CHOICES, _choices(form)),
        "settings": _sheet(SETTINGS, iter([settings])),
    }


def _sheet(columns: Sequence[str], rows: Iterator[Row]) -> Sheet:
    header = [f"{one}::{LANGUAGE}" if one in TRANSLATED else one for one in columns]
    return [header, *([row.get(one, "") for one in columns] for row in rows)]


def _survey(form: Instrument) -> Iterator[Row]:
    if form.instructions:
        yield {"type": "note", "name": "petunjuk", "label": form.instructions}
    for aspek in form.aspek:
        yield from _aspek(form, aspek)


def _aspek(form: Instrument, aspek: Aspek) -> Iterator[Row]:
    yield {"type": "begin_group", "name": aspek.name, "label": aspek.label}
    for item in aspek.items:
        yield from _item(form, item)
    yield {"type": "end_group"}


def _item(form: Instrument, item: Item) -> Iterator[Row]:
    """One plain field stands alone; anything more is a group on one screen."""
    head = {"label": _heading(item), "code": item.code, "marks": " ".join(item.marks)}
    first, *others = (_asked(form, field) for field in item.fields)
    first["guidance_hint"] = item.explanation
    if [field.label for field in item.fields] == [item.label] and not item.evidence:
        yield first | head
        return
    name = f"item{form.position_of(item)}"
    yield head | {"type": "begin_group", "name": name, "appearance": "field-list"}
    yield from (first, *others)
    for slot in item.evidence:
        yield from _files(form, slot)
    yield {"type": "end_group"}


def _heading(item: Item) -> str:
    number = "" if item.number is None else f"{item.number}. "
    return f"{number}[{item.code}] {item.label}"


def _asked(form: Instrument, field: Field) -> Row:
    is_asked = field.type not in MAY_BE_EMPTY and field.required
    return {
        "type": f"{field.type} {field.choices}".strip(),
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "required": "yes" if is_asked else "",
        "required_message": ANSWER_THIS if is_asked else "",
        "relevant": expression(field.relevant, form.fields),
        "constraint": expression(field.constraint, form.fields, own=field.name),
        "constraint_message": field.constraint_message,
        "appearance": "likert" if _is_scale(form.choices_of(field.name)) else "",
        "marks": " ".join(field.marks),
    }


def _files(form: Instrument, slot: EvidenceSlot) -> Iterator[Row]:
    """One question takes one file: the next of a slot opens when the one before it is filled."""
    relevant = expression(slot.relevant, form.fields)
    for nth in range(1, slot.most + 1):
        is_needed = nth <= slot.least
        yield {
            "type": "image" if set(slot.accept) <= PHOTOS else "file",
            "name": slot.name if slot.most == 1 else f"{slot.name}_{nth}",
            "label": slot.label if slot.most == 1 else f"{slot.label} ({nth}/{slot.most})",
            "required": "yes" if is_needed else "",
            "required_message": SEND_THIS if is_needed else "",
            "relevant": relevant,
            "body::accept": ",".join(ENDINGS.get(kind, f".{kind}") for kind in slot.accept),
            "marks": " ".join(slot.marks),
        }
        relevant = f"${{{slot.name}_{nth}}} != ''"


def _choices(form: Instrument) -> Iterator[Row]:
    for key, listed in form.choices.items():
        for choice in listed:
            words = [choice.symbol, choice.label, choice.hint and f"({choice.hint})"]
            label = " ".join(filter(None, words))
            marks = " ".join(choice.marks)
            yield {"list_name": key, "name": choice.name, "label": label, "marks": marks}


def _is_scale(choices: Sequence[Choice]) -> bool:
    return len(choices) >= SHORTEST_SCALE and all(choice.name.isdecimal() for choice in choices)
