"""What the pattern finds in an opening is what its JSON says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.receipts import Measures, Opening, canonical
from survey_flows.sealed_answers import reader
from tests.answering import ITEMS, marks

READ = reader(ITEMS)
MARKS = st.tuples(*[st.integers(1, 5)] * len(ITEMS))
GAPS = st.lists(st.none() | st.integers(0, 10**6), max_size=14)
SEEN = st.none() | st.sampled_from(["0", "1-7", "8+"])


@given(MARKS, GAPS, st.none() | st.integers(0, 2), SEEN)
def test_answers_and_seconds_are_found_as_they_were_sealed(
    given_marks: tuple[int, ...], gaps: list[int | None], assurance: int | None, seen: str | None
) -> None:
    measures = Measures(gaps, assurance, seen)
    text = Opening("0a", marks(*given_marks), measures).text
    seconds = "" if measures.seconds is None else str(measures.seconds)
    assert READ(text) == (tuple(map(str, given_marks)), seconds)


def test_a_text_in_another_form_is_read_as_json() -> None:
    text = Opening("0a", marks(3), Measures((10,) * len(ITEMS))).text
    loose = json.dumps(dict(reversed(json.loads(text).items())), indent=1)
    assert READ(loose) == READ(text) == (("3",) * len(ITEMS), "14")


def test_what_was_sealed_before_there_was_a_ledger_shows_its_answers_alone() -> None:
    assert READ(canonical(marks(2))) == (("2",) * len(ITEMS), "")


@pytest.mark.parametrize("is_old", [False, True])
def test_a_missing_item_is_never_a_silent_zero(is_old: bool) -> None:
    answers = marks(4)
    del answers["i07"]
    text = canonical(answers) if is_old else Opening("0a", answers).text
    with pytest.raises(KeyError, match="i07"):
        READ(text)
