"""Rules on one clause: it names an earlier field, and operator and value fit that field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from survey_flows.conditions import NUMBER
from survey_flows.instrument import Clause, Field, Instrument
from survey_flows.issues import Issue, closest

ORDERED = ("lt", "le", "gt", "ge")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may look at: the fields asked before it."""

    form: Instrument
    seen: Mapping[str, Field] = field(default_factory=dict)

    def after(self, asked: Field) -> "Scope":
        return replace(self, seen={**self.seen, asked.name: asked})

    def names(self, one: Field) -> tuple[str, ...]:
        return tuple(choice.name for choice in self.form.choices.get(one.choices, ()))


def clause_issues(place: str, clause: Clause, scope: Scope) -> Iterator[Issue]:
    yield from _reference(f"{place}.field", clause.field, scope)
    if clause.other:
        yield from _reference(f"{place}.other", clause.other, scope)
    asked = scope.seen.get(clause.field)
    yield from _operands(place, clause)
    if asked is None:
        return
    yield from _operator(f"{place}.op", clause, asked, scope)
    if clause.op != "answered":
        yield from _value(f"{place}.value", clause, asked, scope)
        yield from _other(f"{place}.other", clause, asked, scope)


def _reference(place: str, name: str, scope: Scope) -> Iterator[Issue]:
    if name in scope.seen:
        return
    if name in scope.form.fields:
        cause = f'field "{name}" is asked only later'
        yield Issue("condition.forward", place, cause, "look only at earlier fields")
    else:
        cure = closest(name, scope.form.fields, "name an earlier field")
        yield Issue("condition.unknown", place, f'there is no field "{name}"', cure)


def _operands(place: str, clause: Clause) -> Iterator[Issue]:
    given = bool(clause.value) + bool(clause.other)
    wanted = 0 if clause.op == "answered" else 1
    if given != wanted:
        cause = f"{clause.op} has {given} operands"
        cure = (
            "remove `value` and `other`" if not wanted else "write `value` or `other`, one of them"
        )
        yield Issue("condition.operands", place, cause, cure)


def _operator(place: str, clause: Clause, asked: Field, scope: Scope) -> Iterator[Issue]:
    fitting = _operators(asked, scope)
    if clause.op not in fitting:
        cause = f"{clause.op} does not fit {asked.name}, a {asked.type}"
        cure = f"fitting: {', '.join(fitting)}" if fitting else "a note has no answer; drop it"
        yield Issue("condition.operator", place, cause, cure)


def _operators(asked: Field, scope: Scope) -> tuple[str, ...]:
    if asked.type == "note":
        return ()
    if asked.type == "select_multiple":
        return ("includes", "answered")
    is_scale = asked.type == "select_one" and all(map(str.isdecimal, scope.names(asked)))
    has_order = is_scale or asked.type in ("integer", "decimal", "date")
    return ("eq", "ne", *(ORDERED if has_order else ()), "answered")


def _value(place: str, clause: Clause, asked: Field, scope: Scope) -> Iterator[Issue]:
    if not clause.value:
        return
    if asked.type in ("select_one", "select_multiple"):
        names = scope.names(asked)
        # A list that is itself unknown has its own issue.
        if names and clause.value not in names:
            cause = f'"{clause.value}" is no choice of {asked.name}'
            yield Issue("condition.choice", place, cause, _choice_cure(clause.value, names))
    elif not _is_answer(clause.value, asked):
        cause = f'"{clause.value}" is never an answer to {asked.name}'
        yield Issue("condition.value", place, cause, f"write {_example(asked)}")


def _choice_cure(value: str, names: tuple[str, ...]) -> str:
    return closest(value, names, f"known: {', '.join(names)}")


def _is_answer(value: str, asked: Field) -> bool:
    if asked.type in ("integer", "decimal"):
        return bool(NUMBER.fullmatch(value)) and (asked.type == "decimal" or "." not in value)
    if asked.type == "date":
        return _is_day(value)
    return True


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _example(asked: Field) -> str:
    return {"integer": "a whole number", "decimal": "a number"}.get(asked.type, "2026-12-31")


def _other(place: str, clause: Clause, asked: Field, scope: Scope) -> Iterator[Issue]:
    other = scope.seen.get(clause.other)
    if other is not None and _kind(other) != _kind(asked):
        cause = f"{asked.name} ({asked.type}) and {other.name} ({other.type}) cannot be compared"
        yield Issue("condition.types", place, cause, "compare fields of one kind")


def _kind(one: Field) -> str:
    return "number" if one.type in ("integer", "decimal") else f"{one.type} {one.choices}".strip()
