"""Conditions as XPath expressions that ODK, Enketo and Kobo evaluate as our engine does."""

from collections.abc import Mapping

from survey_flows.instrument import Clause, Condition, Field

SIGNS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def expression(condition: Condition, fields: Mapping[str, Field], own: str = "") -> str:
    """`own` is the field a constraint belongs to, which XForms calls `.`.

    >>> adult = Condition("all", (Clause("umur", "ge", "17"),))
    >>> expression(adult, {"umur": Field("umur", "integer", "Umur")}, own="umur")
    '. >= 17'
    """
    return f" {_joint(condition)} ".join(_part(one, fields, own) for one in condition.parts)


def _joint(condition: Condition) -> str:
    return "and" if condition.kind == "all" else "or"


def _part(part: Clause | Condition, fields: Mapping[str, Field], own: str) -> str:
    if isinstance(part, Condition):
        return f"({expression(part, fields, own)})"
    return _clause(part, fields, own)


def _clause(clause: Clause, fields: Mapping[str, Field], own: str) -> str:
    said = _reference(clause.field, own)
    if clause.op == "answered":
        return f"{said} != ''"
    if clause.op == "includes":
        return f"selected({said}, {_quoted(clause.value)})"
    asked = fields[clause.field]
    meant = _reference(clause.other, own) if clause.other else _literal(clause.value, asked)
    # To XPath an absent answer is '', which differs from everything and equals another absent one.
    present = [f"{one} != ''" for one in (said, meant) if _may_be_absent(clause, one, said)]
    compared = f"{said} {SIGNS[clause.op]} {meant}"
    return f"({' and '.join([*present, compared])})" if present else compared


def _may_be_absent(clause: Clause, operand: str, said: str) -> bool:
    return bool(clause.other) or (clause.op == "ne" and operand == said)


def _reference(name: str, own: str) -> str:
    return "." if name == own else f"${{{name}}}"


def _literal(value: str, asked: Field) -> str:
    if asked.type in ("integer", "decimal"):
        return value
    if asked.type == "date":
        return f"date('{value}')"
    return _quoted(value)


def _quoted(value: str) -> str:
    """XPath 1.0 has no escapes: a text with both kinds of quotes is put together from parts."""
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    parts = [f"'{part}'" for part in value.split("'")]
    joined = ', "\'", '.join(parts)
    return f"concat({joined})"
