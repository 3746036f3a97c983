"""Rules on `relevant` and `constraint`: they look only backwards and can be understood."""

from collections.abc import Iterator

from survey_flows.instrument import ALWAYS, Clause, Condition, Instrument
from survey_flows.issues import Issue
from survey_flows.rules import places
from survey_flows.rules.clauses import Scope, clause_issues


def relevant_looks_back(form: Instrument) -> Iterator[Issue]:
    scope = Scope(form)
    for place, item in places.items(form):
        for at, field in places.fields_of(place, item):
            yield from _issues(f"{at}.relevant", field.relevant, scope)
            scope = scope.after(field)
        for at, slot in places.slots_of(place, item):
            yield from _issues(f"{at}.relevant", slot.relevant, scope)


def constraint_looks_back(form: Instrument) -> Iterator[Issue]:
    scope = Scope(form)
    for place, field in places.fields(form):
        scope = scope.after(field)
        yield from _issues(f"{place}.constraint", field.constraint, scope)


def constraint_is_about_its_field(form: Instrument) -> Iterator[Issue]:
    for place, field in places.fields(form):
        clauses = [clause for _, clause in _clauses("", field.constraint)]
        named = {name for clause in clauses for name in (clause.field, clause.other)}
        if clauses and field.name not in named:
            cause = f"no other answer to {field.name} could satisfy it"
            cure = f'name the field "{field.name}" in it, or use `relevant`'
            yield Issue("constraint.elsewhere", f"{place}.constraint", cause, cure)


def constraint_explains_itself(form: Instrument) -> Iterator[Issue]:
    for place, field in places.fields(form):
        constrained = field.constraint != ALWAYS
        if constrained != bool(field.constraint_message):
            key = "constraint_message" if constrained else "constraint"
            cause = "constraint and constraint_message stand together; this one is missing"
            yield Issue("constraint.message", f"{place}.{key}", cause, "write both or neither")


def _issues(place: str, condition: Condition, scope: Scope) -> Iterator[Issue]:
    for at, clause in _clauses(place, condition):
        yield from clause_issues(at, clause, scope)


def _clauses(place: str, condition: Condition) -> Iterator[tuple[str, Clause]]:
    """A single clause may be written without its `all`, so it has the condition's own place."""
    alone = len(condition.parts) == 1
    for at, part in enumerate(condition.parts):
        inner = place if alone else f"{place}.{condition.kind}[{at}]"
        if isinstance(part, Condition):
            yield from _clauses(inner, part)
        else:
            yield inner, part
