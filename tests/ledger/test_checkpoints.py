import base64
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.ledger.checkpoints import (
    BadCheckpoint,
    Checkpoint,
    is_short_of,
    read_checkpoint,
)
from survey_flows.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1)
ROOT = base64.b64encode(bytes(32)).decode()
EMPTY = base64.b64encode(EMPTY_ROOT).decode()


@settings(deadline=None)
@given(LINES, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES))
def test_a_checkpoint_is_read_back_with_its_extensions(
    origin: str, size: int, root: bytes, extensions: list[str]
) -> None:
    made = Checkpoint(origin, size, root, tuple(extensions))
    assert read_checkpoint(made.text) == made


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_checkpoint_spelled_in_its_one_way_or_refused(text: str) -> None:
    with suppress(BadCheckpoint):
        assert read_checkpoint(text).text == text


@settings(deadline=None)
@given(st.data())
def test_a_changed_character_is_another_checkpoint_or_none(data: st.DataObject) -> None:
    text = Checkpoint("suaraloket/0a1b2c3d", 100_000, leaf_hash(b"x")).text
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(exclude_characters=text[at])) + text[at + 1 :]
    with suppress(BadCheckpoint):
        assert read_checkpoint(changed) != read_checkpoint(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not lines of text"),
        (f"log\n1\n{ROOT}", "not lines of text"),
        (f"log\r\n1\r\n{ROOT}\r\n", "not lines of text"),
        ("log\n1\n", "not three lines"),
        (f"\n1\n{ROOT}\n", "none of them empty"),
        (f"log\n1\n{ROOT}\n\n", "none of them empty"),
        (f"log\n01\n{ROOT}\n", "no size"),
        (f"log\n-1\n{ROOT}\n", "no size"),
        (f"log\n١\n{ROOT}\n", "no size"),
        (f"log\n{2**63}\n{ROOT}\n", "no size"),
        ("log\n1\nnot base64\n", "not base64"),
        (f"log\n1\n{ROOT[:-4]}\n", "32 bytes"),
        (f"log\n1\n{ROOT[:-2]}B=\n", "32 bytes"),
        (f"log\n0\n{ROOT}\n", "empty ledger"),
    ],
)
def test_what_is_no_checkpoint_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(BadCheckpoint, match=re.escape(reason)):
        read_checkpoint(text)


def test_a_refused_checkpoint_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="as it was published"):
        read_checkpoint(f"log\n0\n{EMPTY}")


def test_the_short_form_is_size_and_twelve_hex_digits() -> None:
    assert Checkpoint("log", 0, EMPTY_ROOT).short == "0/e3b0c44298fc"


def test_a_short_form_is_recognised_as_it_is_read_off_paper() -> None:
    frontier = Frontier()
    frontier.extend([leaf_hash(b"a"), leaf_hash(b"b")])
    short = Checkpoint.of("log", frontier).short
    assert is_short_of(f" {short.upper()}\n", frontier)
    assert not is_short_of(short[:-1], frontier)
    frontier.add(leaf_hash(b"c"))
    assert not is_short_of(short, frontier)
