"""Whether a condition of an instrument holds for the answers given so far."""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from survey_flows.instrument import Clause, Condition

Answers = Mapping[str, str]

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def holds(condition: Condition, answers: Answers) -> bool:
    """Absent answers make every clause about them false, `ne` included.

    >>> children = Condition("all", (Clause("umur", "lt", "17"),))
    >>> holds(children, {"umur": "9"}), holds(children, {"umur": "20"}), holds(children, {})
    (True, False, False)
    """
    if not condition.parts:
        return True
    results = (_part_holds(part, answers) for part in condition.parts)
    if condition.kind == "any":
        return any(results)
    return all(results)


def _part_holds(part: Clause | Condition, answers: Answers) -> bool:
    if isinstance(part, Condition):
        return holds(part, answers)
    return _clause_holds(part, answers)


def _clause_holds(clause: Clause, answers: Answers) -> bool:
    said = answers.get(clause.field, "")
    meant = answers.get(clause.other, "") if clause.other else clause.value
    if clause.op == "answered" or not said:
        return bool(said)
    if clause.op == "includes":
        return meant in said.split()
    return bool(meant) and _compare(clause.op, said, meant)


def _compare(op: str, said: str, meant: str) -> bool:
    if NUMBER.fullmatch(said) and NUMBER.fullmatch(meant):
        return COMPARE[op](Decimal(said), Decimal(meant))
    # ISO dates order as text; choices and texts are only ever compared for sameness.
    return COMPARE[op](said, meant)
