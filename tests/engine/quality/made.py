"""Rows for the tests of the flags."""

from collections.abc import Iterable
from datetime import date, timedelta

from survey_flows.quality.rows import Marks, Measures, Opening, Row

MONDAY = date(2026, 11, 16)
OPENING = Opening()
UNMEASURED, UNMARKED = Measures(), Marks()


def row(  # a test says what it is about, and takes the rest
    number: int,
    answers: tuple[int, ...],
    when: tuple[int, int] = (0, 9),
    measures: Measures = UNMEASURED,
    marks: Marks = UNMARKED,
) -> Row:
    """`when` is days since Monday, and the hour."""
    day, hour = when
    date_ = MONDAY + timedelta(days=day)
    return Row(f"{number:04}", "pkm", "2026", date_, hour, answers, measures, marks)


def rows(vectors: Iterable[tuple[int, ...]]) -> list[Row]:
    """All in one hour."""
    return [row(number, one) for number, one in enumerate(vectors)]
