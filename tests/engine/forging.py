"""Forged links: every way to make one up without the key, for posters and for tickets."""

import random
import string
from collections.abc import Iterator
from dataclasses import replace

from survey_flows.links import TICKET_BYTES, Channel, Link, payload

KEYS = {1: b"k" * 32, 7: b"q" * 32}
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_BODY, _WHOLE = 16, 32  # letters of a poster's words, and of all of it


def forgeries(chance: random.Random) -> Iterator[str]:
    """Every kind in turn, without end."""
    while True:
        link = Link("F-03", chance.randrange(1, 500), chance.randrange(1, 9))
        yield from _of_posters(link, chance)
        yield from _of_tickets(link, chance)


def _of_posters(link: Link, chance: random.Random) -> Iterator[str]:
    signed, other = payload(link, 1, KEYS[1]), payload(link, 7, KEYS[7])
    yield "".join(chance.choices(ALPHABET, k=_WHOLE))
    yield from _spoiled(link, signed, chance)
    yield with_the_tail_of(signed, other)
    yield with_the_tail_of(payload(replace(link, lokus=link.lokus + 1), 1, KEYS[1]), signed)


def _of_tickets(link: Link, chance: random.Random) -> Iterator[str]:
    """With a used ticket in hand: another number, a later last day, or made into a poster."""
    serial, number = chance.randrange(2000, 3000), chance.randbytes(TICKET_BYTES)
    ticket = replace(link, channel=Channel.TICKET, serial=serial, ticket=number)
    signed = payload(ticket, 1, KEYS[1])
    words, drawn, tag = signed[:_BODY], signed[_BODY : _BODY + 12], signed[_BODY + 12 :]
    yield "".join(chance.choices(ALPHABET, k=len(signed)))
    yield from _spoiled(ticket, signed, chance)
    yield words + "".join(chance.choices(ALPHABET, k=12)) + tag
    yield payload(replace(ticket, serial=serial + 1), 1, KEYS[1])[:_BODY] + drawn + tag
    yield words + tag
    yield payload(link, 1, KEYS[1])[:_BODY] + drawn + tag
    yield words + drawn + payload(link, 1, KEYS[1])[_BODY:]


def _spoiled(link: Link, signed: str, chance: random.Random) -> Iterator[str]:
    yield payload(link, 1, chance.randbytes(32))
    yield with_a_bit_flipped(signed, chance)
    yield signed[: chance.randrange(_WHOLE)]
    yield signed + chance.choice(ALPHABET + "=")
    yield other_spelling(signed, chance)


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
    return signed[:_BODY] + other[_BODY:]
