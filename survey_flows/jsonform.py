"""An instrument as one JSON document: complete, with stable keys, for programs."""

from typing import Any

from survey_flows.fingerprint import fingerprint
from survey_flows.instrument import (
    Aspek,
    Choice,
    Clause,
    Condition,
    EvidenceSlot,
    Field,
    Instrument,
    Item,
)

Document = dict[str, Any]


def document(form: Instrument) -> Document:
    """Every key is always there; what is empty in the file is empty here."""
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "audience": form.audience,
        "source": form.source,
        "instructions": form.instructions,
        "fingerprint": fingerprint(form),
        "aspek": [
            {"name": one.name, "label": one.label, "items": len(one.items)} for one in form.aspek
        ],
        "items": [_item(aspek, item) for aspek in form.aspek for item in aspek.items],
        "choices": {key: [_choice(one) for one in listed] for key, listed in form.choices.items()},
    }


def _item(aspek: Aspek, item: Item) -> Document:
    return {
        "number": item.number,
        "code": item.code,
        "aspek": aspek.name,
        "label": item.label,
        "explanation": item.explanation,
        "marks": list(item.marks),
        "fields": [_field(one) for one in item.fields],
        "evidence": [_slot(one) for one in item.evidence],
    }


def _field(one: Field) -> Document:
    return {
        "name": one.name,
        "type": one.type,
        "label": one.label,
        "hint": one.hint,
        "required": one.required,
        "choices": one.choices,
        "relevant": _condition(one.relevant),
        "constraint": _condition(one.constraint),
        "constraint_message": one.constraint_message,
        "marks": list(one.marks),
    }


def _slot(one: EvidenceSlot) -> Document:
    return {
        "name": one.name,
        "label": one.label,
        "accept": list(one.accept),
        "least": one.least,
        "most": one.most,
        "relevant": _condition(one.relevant),
        "marks": list(one.marks),
    }


def _choice(one: Choice) -> Document:
    return {
        "name": one.name,
        "label": one.label,
        "symbol": one.symbol,
        "hint": one.hint,
        "marks": list(one.marks),
    }


def _condition(condition: Condition) -> Document:
    return {condition.kind: [_part(part) for part in condition.parts]}


def _part(part: Clause | Condition) -> Document:
    if isinstance(part, Condition):
        return _condition(part)
    operand = {"other": part.other} if part.other else {"value": part.value}
    return {"field": part.field, "op": part.op, **(operand if part.op != "answered" else {})}
