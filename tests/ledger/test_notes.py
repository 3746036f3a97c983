import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin_cli.ledger.notes import (
    WITNESS,
    BadNote,
    cosign,
    read_key,
    sign,
    split,
    verifier_key,
    verify,
    witnessed_at,
)
from survey_flows.ledger.checkpoints import Checkpoint
from survey_flows.ledger.tree import leaf_hash

SEED, OTHER = bytes(range(32)), bytes(32)
NAME = "suaraloket/0a1b2c3d"
TEXT = Checkpoint(NAME, 3, leaf_hash(b"x"), ("an extension",)).text
KEY = verifier_key(NAME, SEED)
SAYS = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_the_published_example_of_signed_notes_is_verified() -> None:
    key = read_key(PETERS_KEY)
    assert key.text == PETERS_KEY
    assert verify(f"{SAYS}\n— PeterNeumann {PETERS_SIGNATURE}\n", key.name, key.raw) == SAYS


def test_a_note_gives_its_text_to_who_has_the_key() -> None:
    note = sign(TEXT, NAME, SEED)
    assert verify(note, NAME, KEY.raw) == TEXT
    assert note == sign(TEXT, NAME, SEED)
    assert read_key(KEY.text) == KEY


def test_other_signatures_may_stand_beside_it() -> None:
    _, lines = split(sign(TEXT, "somebody", OTHER))
    note = sign(TEXT, NAME, SEED) + lines
    assert verify(note, NAME, KEY.raw) == TEXT
    assert verify(note, "somebody", verifier_key("somebody", OTHER).raw) == TEXT


@pytest.mark.parametrize("name", ["somebody", NAME])
def test_a_note_of_another_key_is_refused(name: str) -> None:
    with pytest.raises(BadNote, match="not signed by"):
        verify(sign(TEXT, name, OTHER), NAME, KEY.raw)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_changed_character_is_seen(data: st.DataObject) -> None:
    note = sign(TEXT, NAME, SEED)
    at = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(exclude_characters=note[at], codec="utf-8"))
    with pytest.raises(BadNote):
        verify(note[:at] + other + note[at + 1 :], NAME, KEY.raw)


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_any_text_is_refused_and_nothing_else_happens(text: str) -> None:
    for ending in ("", f"\n— {NAME} ", f"\n\n— {NAME} AAAA\n"):
        with pytest.raises(BadNote):
            verify(text + ending, NAME, KEY.raw)


def test_a_witness_says_when_it_saw_the_checkpoint() -> None:
    note = cosign(sign(TEXT, NAME, SEED), "witness.example", OTHER, 1_795_000_000)
    key = verifier_key("witness.example", OTHER, WITNESS)
    assert witnessed_at(note, read_key(key.text)) == 1_795_000_000
    assert verify(note, NAME, KEY.raw) == TEXT


def test_a_witness_cannot_be_moved_in_time_or_to_another_checkpoint() -> None:
    key = verifier_key("witness.example", OTHER, WITNESS)
    note = cosign(sign(TEXT, NAME, SEED), key.name, OTHER, 1_795_000_000)
    blob = base64.b64decode(note.rsplit(" ", 1)[1])
    later = base64.b64encode(blob[:11] + bytes([blob[11] + 1]) + blob[12:]).decode()
    for forged in (f"{note.rsplit(' ', 1)[0]} {later}\n", note.replace("\n3\n", "\n4\n", 1)):
        with pytest.raises(BadNote, match="not witnessed by"):
            witnessed_at(forged, key)


def test_a_log_key_is_no_witness_key() -> None:
    note = cosign(sign(TEXT, NAME, SEED), "witness.example", OTHER, 1)
    with pytest.raises(BadNote):
        witnessed_at(note, verifier_key("witness.example", OTHER))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_that_cannot_be_told_apart_is_refused(name: str) -> None:
    with pytest.raises(BadNote, match="no space and no plus"):
        sign(TEXT, name, SEED)


@pytest.mark.parametrize(
    "text",
    ["", "a+b", KEY.text.replace("+", "-"), KEY.text[:-4], f"x{KEY.text}", f"{KEY.text[:-2]}A="],
)
def test_a_mistyped_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        read_key(text)


def test_only_lines_of_text_are_signed() -> None:
    for text in ("no end", "a\rb\n", "a\x00\n"):
        with pytest.raises(BadNote, match="not lines of text"):
            sign(text, NAME, SEED)
