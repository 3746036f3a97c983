"""What is put aside is unreadable without the key, and whole with it."""

import json

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import open_chat, seal_chat, sealed, unsealed

KEY = b"k" * 32
words = st.text(st.characters(exclude_categories=()))  # half an emoji too
updates = st.dictionaries(words, st.one_of(st.integers(), words, st.lists(words), st.none()))


@given(updates)
def test_an_update_comes_back_as_it_was(raw: dict[str, object]) -> None:
    assert json.dumps(unsealed(sealed(raw, KEY), KEY)) == json.dumps(raw)


def test_names_are_not_readable_in_what_is_kept() -> None:
    assert b"Siti" not in sealed({"first_name": "Siti"}, KEY)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(InvalidToken):
        unsealed(sealed({"update_id": 1}, KEY), b"x" * 32)


def test_a_letter_changed_is_noticed() -> None:
    token = bytearray(sealed({"update_id": 1}, KEY))
    token[20] ^= 1
    with pytest.raises(InvalidToken):
        unsealed(bytes(token), KEY)


@given(st.integers(-(2**63), 2**63))
def test_a_chat_is_reached_by_whoever_holds_the_key_alone(chat_id: int) -> None:
    kept = seal_chat(chat_id, KEY)
    assert open_chat(kept, KEY) == chat_id
    with pytest.raises(InvalidToken):
        open_chat(kept, b"x" * 32)


def test_a_chat_cannot_be_read_or_compared_in_what_is_kept() -> None:
    assert b"7001" not in seal_chat(7001, KEY)
    assert seal_chat(7001, KEY) != seal_chat(7001, KEY)
