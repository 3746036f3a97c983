"""Deep links: what we signed is read back exactly, and nothing else is accepted."""

import base64
import hmac
import random
import string
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.links import BadLink, Channel, Link, payload, read_link

KEYS = {1: b"k" * 32, 7: b"q" * 32}
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
FORGERIES = 100_000

links = st.builds(
    Link,
    form_id=st.sampled_from(["F-01", "F-03"]),
    lokus=st.integers(0, 2**32 - 1),
    period=st.integers(0, 2**16 - 1),
    channel=st.sampled_from(Channel),
    serial=st.integers(0, 2**16 - 1),
)


@given(links, st.sampled_from(sorted(KEYS)))
def test_a_link_is_read_back_as_it_was_signed(link: Link, key_id: int) -> None:
    assert read_link(payload(link, key_id, KEYS[key_id]), KEYS) == link


@given(links)
def test_a_payload_fits_what_telegram_allows_in_a_start_link(link: Link) -> None:
    signed = payload(link, 1, KEYS[1])
    assert len(signed) <= 64
    assert set(signed) <= set(ALPHABET)


@given(links, links)
def test_different_links_have_different_payloads(one: Link, other: Link) -> None:
    same = payload(one, 1, KEYS[1]) == payload(other, 1, KEYS[1])
    assert same == (one == other)


@given(links, st.data())
def test_a_payload_with_any_letter_changed_is_refused(link: Link, data: st.DataObject) -> None:
    signed = payload(link, 1, KEYS[1])
    at = data.draw(st.integers(0, len(signed) - 1))
    letter = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != signed[at]))
    assert isinstance(read_link(signed[:at] + letter + signed[at + 1 :], KEYS), BadLink)


@given(st.text())
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    assert isinstance(read_link(text, KEYS), BadLink)


@given(links)
def test_a_link_signed_with_a_key_taken_back_is_refused(link: Link) -> None:
    remaining = {7: KEYS[7]}
    assert read_link(payload(link, 1, KEYS[1]), remaining) == BadLink("unknown_key")


@given(links)
def test_a_link_signed_with_another_key_of_that_number_is_forged(link: Link) -> None:
    assert read_link(payload(link, 1, b"x" * 32), KEYS) == BadLink("forged")


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 31, "A" * 33, "A" * 31 + "=", "A" * 31 + "é"])
def test_a_text_of_another_shape_is_malformed(text: str) -> None:
    assert read_link(text, KEYS) == BadLink("malformed")


def test_one_hundred_thousand_forged_payloads_are_all_refused() -> None:
    chance = random.Random(20261122)
    forged = [one for _, one in zip(range(FORGERIES), forgeries(chance), strict=False)]
    accepted = [one for one in forged if not isinstance(read_link(one, KEYS), BadLink)]
    assert (len(forged), accepted) == (FORGERIES, [])


def forgeries(chance: random.Random) -> Iterator[str]:
    """Every way to forge that needs no key, in turn and without end."""
    while True:
        link = Link("F-03", chance.randrange(1, 500), chance.randrange(1, 9))
        signed, other = payload(link, 1, KEYS[1]), payload(link, 7, KEYS[7])
        yield payload(link, 1, chance.randbytes(32))
        yield "".join(chance.choices(ALPHABET, k=32))
        yield with_a_bit_flipped(signed, chance)
        yield signed[: chance.randrange(32)]
        yield signed + chance.choice(ALPHABET + "=")
        yield other_spelling(signed, chance)
        yield with_the_tail_of(signed, other)
        yield with_the_tail_of(payload(Link("F-03", link.lokus + 1, 1), 1, KEYS[1]), signed)


def with_a_bit_flipped(signed: str, chance: random.Random) -> str:
    """Six bits a letter; every letter of a payload counts."""
    at = chance.randrange(len(signed))
    letter = ALPHABET[ALPHABET.index(signed[at]) ^ (1 << chance.randrange(6))]
    return signed[:at] + letter + signed[at + 1 :]


def other_spelling(signed: str, chance: random.Random) -> str:
    """The same bytes as a lax base64 reader would take them."""
    at = chance.randrange(1, len(signed))
    blank = chance.choice([" ", "\n", "=", ".", "\u200b"])
    broken = signed[:at] + blank + signed[at:]
    standard = signed.translate(str.maketrans("-_", "+/"))
    spellings = [broken, signed + "\n", " " + signed, signed + "==", f"{signed}&start=1"]
    return chance.choice(spellings if standard == signed else [*spellings, standard])


def with_the_tail_of(signed: str, other: str) -> str:
    """One link's words under another's tag: 12 bytes are 16 letters."""
    return signed[:16] + other[16:]


def test_a_link_of_a_newer_program_is_refused_and_never_raises() -> None:
    body = struct.pack(">BBBBIHH", 1, 9, 7, 0, 7, 1, 0)
    tag = hmac.digest(KEYS[1], b"suaraloket link v1\0" + body, "sha256")[:12]
    text = base64.urlsafe_b64encode(body + tag).decode()
    assert read_link(text, KEYS) == BadLink("newer")
