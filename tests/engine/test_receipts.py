"""Receipts: canonical JSON, leaves hashed as RFC 6962 does, and salts that hide the answers."""

import base64
import hashlib
import hmac
import json

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.receipts import Opening, canonical, seal

MARKS = {f"i{number:02}": "4" for number in range(1, 15)}
ANSWERS = Opening("0" * 16, MARKS)
PUBLIC: dict[str, object] = {"type": "answer", "lokus": "pkm", "day": "2026-11-16"}
SALT, OTHER_SALT = b"s" * 32, b"t" * 32

scalars = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))
documents = st.dictionaries(st.text(st.characters(codec="utf-8")), scalars)


@given(documents)
def test_the_order_in_which_a_document_was_made_does_not_matter(
    document: dict[str, object],
) -> None:
    backwards = dict(reversed(document.items()))
    assert canonical(document) == canonical(backwards)
    assert json.loads(canonical(document)) == document


@given(documents, documents)
def test_different_documents_are_written_differently(
    one: dict[str, object], other: dict[str, object]
) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) == same


def test_canonical_json_has_no_spaces_and_keeps_letters() -> None:
    assert canonical({"b": [1, 2], "a": "Kantor “é”"}) == '{"a":"Kantor “é”","b":[1,2]}'


def test_a_leaf_is_hashed_as_rfc_6962_says() -> None:
    made = seal(PUBLIC, ANSWERS, SALT)
    measures: dict[str, object] = {"gaps": [], "seconds": None, "timing_valid": False}
    shape = {"answers": MARKS, "measures": measures, "response_id": "0" * 16}
    text = json.dumps(shape, sort_keys=True, separators=(",", ":"))
    commitment = hmac.new(SALT, text.encode(), hashlib.sha256).hexdigest()
    fields = {"c": commitment, "day": "2026-11-16", "lokus": "pkm", "type": "answer"}
    leaf = json.dumps(fields, separators=(",", ":")).encode()
    digest = hashlib.sha256(bytes([0]) + leaf)
    assert (made.leaf.encode(), made.leaf_hash) == (leaf, digest.hexdigest())
    assert made.receipt == base64.b32encode(digest.digest())[:10].decode()


def test_the_empty_leaf_of_rfc_6962_is_known() -> None:
    """The published hash of an empty leaf: the prefix byte alone."""
    known = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert hashlib.sha256(b"\x00").hexdigest() == known


def test_equal_answers_under_different_salts_look_nothing_alike() -> None:
    one, other = seal(PUBLIC, ANSWERS, SALT), seal(PUBLIC, ANSWERS, OTHER_SALT)
    assert one.leaf != other.leaf
    assert one.leaf_hash != other.leaf_hash
    assert one.receipt != other.receipt


def test_the_same_answers_under_the_same_salt_are_sealed_the_same() -> None:
    backwards = Opening("0" * 16, dict(reversed(MARKS.items())))
    assert seal(PUBLIC, ANSWERS, SALT) == seal(PUBLIC, backwards, SALT)


def test_one_answer_changed_changes_the_seal() -> None:
    assert seal(PUBLIC, Opening("0" * 16, {**MARKS, "i07": "5"}), SALT) != seal(
        PUBLIC, ANSWERS, SALT
    )


def test_a_leaf_says_nothing_of_the_answers_or_the_salt() -> None:
    leaf = json.loads(seal(PUBLIC, ANSWERS, SALT).leaf)
    assert set(leaf) == {*PUBLIC, "c"}
    assert SALT.hex() not in leaf["c"]


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_is_ten_letters_people_can_read_out(salt: bytes) -> None:
    receipt = seal(PUBLIC, ANSWERS, salt).receipt
    assert len(receipt) == 10
    assert set(receipt) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
