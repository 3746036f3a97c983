"""Every refusal has a sentence that says what to do."""

from typing import get_args

import pytest

from bot.inspection.verdict import KINDS, ReasonCode, Refused
from bot.inspection.wording import KIND_NAMES, REASONS, sentence

CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)


def test_every_reason_and_kind_has_its_words() -> None:
    assert set(REASONS) == set(CODES)
    assert set(KIND_NAMES) == set(KINDS)


@pytest.mark.parametrize("reason", CODES)
def test_a_refusal_is_said_in_two_short_sentences(reason: ReasonCode) -> None:
    said = sentence(Refused(reason, "pdf" if reason == "not_accepted" else None))
    assert 40 < len(said) < 200
    assert said.endswith(".")
    assert "{" not in said
    assert "<" not in said
    assert any(word in said for word in ("irim", "Periksa"))
