"""Conditions over the answers given so far."""

import pytest

from survey_flows.conditions import holds
from survey_flows.instrument import ALWAYS, Clause, Condition

ANSWERS = {
    "n": "9",
    "m": "10",
    "half": "0.50",
    "ada": "ya",
    "media": "web poster",
    "sejak": "2025-12-31",
    "kosong": "",
}


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        (Clause("ada", "eq", "ya"), True),
        (Clause("ada", "eq", "tidak"), False),
        (Clause("ada", "ne", "tidak"), True),
        (Clause("n", "lt", "10"), True),
        (Clause("n", "gt", "10"), False),
        (Clause("n", "le", "9"), True),
        (Clause("n", "ge", "9.0"), True),
        (Clause("half", "eq", "0.5"), True),
        (Clause("n", "lt", other="m"), True),
        (Clause("m", "le", other="n"), False),
        (Clause("n", "lt", other="absent"), False),
        (Clause("ada", "ne", other="absent"), False),
        (Clause("sejak", "lt", "2026-01-01"), True),
        (Clause("sejak", "ge", "2026-01-01"), False),
        (Clause("media", "includes", "poster"), True),
        (Clause("media", "includes", "post"), False),
        (Clause("ada", "answered"), True),
        (Clause("kosong", "answered"), False),
        (Clause("absent", "answered"), False),
        (Clause("absent", "ne", "ya"), False),
        (Clause("absent", "lt", "3"), False),
        (Clause("absent", "includes", "web"), False),
    ],
)
def test_a_clause_holds_or_not(clause: Clause, verdict: bool) -> None:
    assert holds(Condition("all", (clause,)), ANSWERS) is verdict
    assert holds(Condition("any", (clause,)), ANSWERS) is verdict


YES, NO = Clause("ada", "eq", "ya"), Clause("ada", "eq", "tidak")


def test_all_needs_every_part_and_any_needs_one() -> None:
    assert not holds(Condition("all", (YES, NO)), ANSWERS)
    assert holds(Condition("any", (NO, YES)), ANSWERS)
    assert holds(Condition("all", (YES, Condition("any", (NO, YES)))), ANSWERS)
    assert not holds(Condition("any", (NO, Condition("all", (YES, NO)))), ANSWERS)


def test_no_parts_means_always() -> None:
    assert holds(ALWAYS, {})
    assert holds(Condition("any"), {})


@pytest.mark.parametrize("said", ["NaN", "Infinity", "٣", "1e9999999", "--", "1 000"])
def test_a_typed_text_that_looks_numeric_never_raises(said: str) -> None:
    assert holds(Condition("all", (Clause("t", "ne", "3"),)), {"t": said})
    holds(Condition("all", (Clause("t", "lt", "3"),)), {"t": said})
