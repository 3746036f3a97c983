"""From the text of one TOML file to an instrument, and all that is wrong with its shape."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from survey_flows.instrument import (
    ALWAYS,
    Aspek,
    Choice,
    Clause,
    Condition,
    EvidenceSlot,
    Field,
    FieldType,
    Instrument,
    Item,
    Mark,
    Operator,
)
from survey_flows.issues import Issue
from survey_flows.reading import Reader

TYPES: Mapping[str, FieldType] = {one: one for one in get_args(FieldType)}
OPERATORS: Mapping[str, Operator] = {one: one for one in get_args(Operator)}
MARKS: Mapping[str, Mark] = {one: one for one in get_args(Mark)}


@dataclass(frozen=True, slots=True)
class Parsed:
    """`instrument` is None only if the text is not TOML; with issues it holds stand-ins."""

    instrument: Instrument | None
    issues: tuple[Issue, ...] = ()


def parse(source: str) -> Parsed:
    try:
        table = tomllib.loads(source, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return Parsed(None, (_syntax_issue(str(error)),))
    except RecursionError:
        cure = "flatten the brackets"
        return Parsed(None, (Issue("toml.syntax", "file", "lists are nested too deep", cure),))
    issues: list[Issue] = []
    instrument = _instrument(Reader(table, "", issues))
    return Parsed(instrument, tuple(issues))


def _syntax_issue(message: str) -> Issue:
    found = re.search(r"at line (\d+), column (\d+)", message)
    place = f"line {found[1]}, column {found[2]}" if found else "last line"
    cause = re.sub(r" \(at .*\)$", "", message)
    cure = "mend this place; strings need quotes, tables [brackets], lists commas"
    return Issue("toml.syntax", place, f"not TOML: {cause}", cure)


def _instrument(form: Reader) -> Instrument:
    instrument = Instrument(
        form_id=form.text("form_id"),
        version=form.text("version"),
        title=form.text("title"),
        audience=form.text("audience"),
        source=form.text("source"),
        instructions=form.text("instructions", ""),
        choices=_choice_lists(form),
        aspek=tuple(_aspek(one) for one in form.tables("aspek", required=True)),
    )
    form.unknown_keys()
    return instrument


def _choice_lists(form: Reader) -> Mapping[str, tuple[Choice, ...]]:
    if not form.has("choices"):
        return {}
    lists = form.table("choices")
    return {key: tuple(_choice(one) for one in lists.tables(key)) for key in lists.names()}


def _choice(one: Reader) -> Choice:
    choice = Choice(
        name=one.text("name"),
        label=one.text("label"),
        symbol=one.text("symbol", ""),
        hint=one.text("hint", ""),
        marks=one.words("marks", MARKS),
    )
    one.unknown_keys()
    return choice


def _aspek(one: Reader) -> Aspek:
    aspek = Aspek(
        name=one.text("name"),
        label=one.text("label"),
        items=tuple(_item(item) for item in one.tables("items", required=True)),
    )
    one.unknown_keys()
    return aspek


def _item(one: Reader) -> Item:
    label = one.text("label")
    fields = list(one.tables("fields", required=True))
    # An item with one field asks exactly what is printed: no second wording to keep in step.
    inherited = label if len(fields) == 1 else None
    item = Item(
        number=one.whole("number") if one.has("number") else None,
        code=one.text("code"),
        label=label,
        fields=tuple(_field(field, inherited) for field in fields),
        evidence=tuple(_slot(slot) for slot in one.tables("evidence")),
        explanation=one.text("explanation", ""),
        marks=one.words("marks", MARKS),
    )
    one.unknown_keys()
    return item


def _field(one: Reader, inherited: str | None) -> Field:
    field = Field(
        name=one.text("name"),
        type=one.word("type", TYPES, "select_one" if one.has("choices") else "text"),
        label=one.text("label", inherited),
        hint=one.text("hint", ""),
        required=one.flag("required", default=True),
        choices=one.text("choices", ""),
        relevant=_condition(one, "relevant"),
        constraint=_condition(one, "constraint"),
        constraint_message=one.text("constraint_message", ""),
        marks=one.words("marks", MARKS),
    )
    one.unknown_keys()
    return field


def _slot(one: Reader) -> EvidenceSlot:
    slot = EvidenceSlot(
        name=one.text("name"),
        label=one.text("label"),
        accept=one.texts("accept", required=True),
        least=one.whole("least", 0),
        most=one.whole("most", 1),
        relevant=_condition(one, "relevant"),
        marks=one.words("marks", MARKS),
    )
    one.unknown_keys()
    return slot


def _condition(owner: Reader, key: str) -> Condition:
    if not owner.has(key):
        return ALWAYS
    part = _part(owner.table(key))
    return part if isinstance(part, Condition) else Condition("all", (part,))


def _part(one: Reader) -> Clause | Condition:
    part = _group(one) if one.has("all") or one.has("any") else _clause(one)
    one.unknown_keys()
    return part


def _group(one: Reader) -> Condition:
    kind: Literal["all", "any"] = "all" if one.has("all") else "any"
    parts = tuple(_part(part) for part in one.tables(kind))
    if not parts:
        one.report("condition.empty", kind, "the list has no clauses", "add one or remove it")
    return Condition(kind, parts)


def _clause(one: Reader) -> Clause:
    return Clause(
        field=one.text("field"),
        op=one.word("op", OPERATORS, "eq"),
        value=one.scalar("value"),
        other=one.text("other", ""),
    )
