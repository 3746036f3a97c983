"""Pseudonyms: the same person at the same place, a stranger anywhere else."""

import re
from itertools import product

import pytest

from survey_flows.pseudonyms import Place, account, pepper_check, who

PEPPER, OTHER = b"p" * 32, b"q" * 32
HERE = Place("F-03", "pkm-1", "2026")
ACCOUNTS = 100_000


def test_the_same_account_is_found_again_at_the_same_place() -> None:
    assert who(PEPPER, HERE, 7) == who(PEPPER, Place("F-03", "pkm-1", "2026"), 7)
    assert account(PEPPER, 7) == account(PEPPER, 7)


@pytest.mark.parametrize(
    "there",
    [
        Place("F-03", "pkm-2", "2026"),
        Place("F-03", "pkm-1", "2027"),
        Place("F-01", "pkm-1", "2026"),
    ],
)
def test_at_another_place_the_account_is_a_stranger(there: Place) -> None:
    assert who(PEPPER, there, 7) != who(PEPPER, HERE, 7)


def test_under_another_pepper_the_account_is_a_stranger() -> None:
    assert who(OTHER, HERE, 7) != who(PEPPER, HERE, 7)
    assert account(OTHER, 7) != account(PEPPER, 7)


def test_a_hundred_thousand_accounts_stay_apart() -> None:
    every = {who(PEPPER, HERE, number) for number in range(ACCOUNTS)}
    assert len(every) == ACCOUNTS


def test_every_place_and_account_has_its_own_pseudonym() -> None:
    lokus, periods = ("a", "b", "a-b"), ("2026", "2027", "26")
    places = [Place(form, *where) for form, *where in product(("F-01", "F-03"), lokus, periods)]
    every = {who(PEPPER, place, number) for place, number in product(places, range(200))}
    assert len(every) == len(places) * 200


def test_a_pseudonym_is_128_bits_and_shows_no_account_number() -> None:
    for made in (who(PEPPER, HERE, 123_456_789), account(PEPPER, 123_456_789)):
        assert re.fullmatch(r"[0-9a-f]{32}", made)
        assert "123456789" not in made


def test_the_two_hashes_of_one_account_have_nothing_in_common() -> None:
    assert who(PEPPER, HERE, 7) != account(PEPPER, 7)


def test_a_check_tells_peppers_apart_and_gives_neither_away() -> None:
    assert pepper_check(PEPPER) != pepper_check(OTHER)
    assert re.fullmatch(r"[0-9a-f]{16}", pepper_check(PEPPER))
    assert pepper_check(PEPPER) not in PEPPER.hex()
