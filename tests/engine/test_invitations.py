"""How an invitation is spelled: never like a link of F-03, and its code as people say it."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.invitations import (
    INVITE_PREFIX,
    TOKEN_BYTES,
    bare_code,
    code_text,
    invite_payload,
    token_of,
)
from survey_flows.links import Channel, Link, payload

KEY = b"k" * 32
TOKEN = "k" * 32


def test_a_token_is_read_back_from_its_payload() -> None:
    for _ in range(100):
        token = secrets.token_urlsafe(TOKEN_BYTES)
        spelled = invite_payload(token)
        assert token_of(spelled) == token
        assert len(spelled) <= 64


@given(st.integers(0, 2**32 - 1), st.integers(0, 255), st.sampled_from(Channel))
def test_a_link_of_a_form_is_never_an_invitation(lokus: int, key_id: int, channel: Channel) -> None:
    assert token_of(payload(Link("F-03", lokus, 1, channel), key_id, KEY)) is None


@given(st.from_regex(INVITE_PREFIX + r"[A-Za-z0-9_-]{30}", fullmatch=True))
def test_not_even_one_that_would_begin_like_it(text: str) -> None:
    assert len(text) == len(payload(Link("F-03", 1, 1), 1, KEY))
    assert token_of(text) is None


@pytest.mark.parametrize("text", ["", "u-", "u-abc", f"U-{TOKEN}", f"u-{TOKEN}k", "k" * 34])
@pytest.mark.parametrize("after", ["", "\n", "é"])
def test_anything_else_is_no_invitation(text: str, after: str) -> None:
    assert token_of(text + after) is None


@pytest.mark.parametrize("text", [f"u-{TOKEN}\n", f" u-{TOKEN}", f"u-{TOKEN[1:]}é"])
def test_not_quite_an_invitation_is_none(text: str) -> None:
    assert token_of(text) is None


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_code_is_the_same_however_it_is_grouped(code: str) -> None:
    assert bare_code(code_text(code)) == code
    assert bare_code(f" {code[:2]} {code[2:4]}–{code[4:]}\u00a0") == code


def test_letters_stay_in_a_code_to_be_refused() -> None:
    assert bare_code("48a1-73") == "48a173"
