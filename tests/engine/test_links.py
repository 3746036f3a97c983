"""Deep links: what we signed is read back exactly, and nothing else is accepted."""

import base64
import hmac
import random
import struct
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.links import (
    GRACE,
    TICKET_BYTES,
    BadLink,
    Channel,
    Link,
    day_serial,
    has_expired,
    is_early,
    last_day,
    payload,
    read_link,
    week_serial,
)
from survey_flows.weeks import Week
from tests.engine.forging import ALPHABET, KEYS, forgeries

FORGERIES = 100_000

posters = st.builds(
    Link,
    form_id=st.sampled_from(["F-01", "F-03"]),
    lokus=st.integers(0, 2**32 - 1),
    period=st.integers(0, 2**16 - 1),
    channel=st.sampled_from([Channel.POSTER, Channel.ROTATING]),
    serial=st.integers(0, 2**16 - 1),
)
tickets = st.builds(
    lambda link, ticket: replace(link, channel=Channel.TICKET, ticket=ticket),
    posters,
    st.binary(min_size=TICKET_BYTES, max_size=TICKET_BYTES),
)
links = posters | tickets


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


@pytest.mark.parametrize(
    "text", ["", "AAAA", "A" * 31, "A" * 33, "A" * 31 + "=", "A" * 31 + "é", "A" * 43, "A" * 45]
)
def test_a_text_of_another_shape_is_malformed(text: str) -> None:
    assert read_link(text, KEYS) == BadLink("malformed")


def test_one_hundred_thousand_forged_payloads_are_all_refused() -> None:
    chance = random.Random(20261122)
    forged = list(islice(forgeries(chance), FORGERIES))
    accepted = [one for one in forged if not isinstance(read_link(one, KEYS), BadLink)]
    assert (len(forged), accepted) == (FORGERIES, [])


@given(st.sampled_from(Channel), st.sampled_from([b"", b"t" * 9]))
def test_only_a_ticket_carries_a_ticket(channel: Channel, ticket: bytes) -> None:
    link = Link("F-03", 7, 1, channel, 9, ticket)
    read = read_link(payload(link, 1, KEYS[1]), KEYS)
    is_right = bool(ticket) is (channel is Channel.TICKET)
    assert read == (link if is_right else BadLink("newer"))


@given(links)
def test_a_link_that_is_logged_gives_no_ticket_away(link: Link) -> None:
    assert not link.ticket or repr(link.ticket) not in repr(link)


def test_a_link_of_a_newer_program_is_refused_and_never_raises() -> None:
    body = struct.pack(">BBBBIHH", 1, 9, 7, 0, 7, 1, 0)
    tag = hmac.digest(KEYS[1], b"suaraloket link v1\0" + body, "sha256")[:12]
    text = base64.urlsafe_b64encode(body + tag).decode()
    assert read_link(text, KEYS) == BadLink("newer")


def weekly(week: Week) -> Link:
    return Link("F-03", 7, 1, Channel.ROTATING, week_serial(week))


def ticket(until: date) -> Link:
    return Link("F-03", 7, 1, Channel.TICKET, day_serial(until), b"t" * 9)


@given(st.dates(date(2020, 1, 1), date(2199, 1, 1)))
def test_a_rotating_poster_is_valid_in_its_week_only(day: date) -> None:
    week = Week.of(day)
    link = weekly(week)
    assert not has_expired(link, day)
    assert not is_early(link, day)
    assert is_early(link, week.first_day - timedelta(1))
    assert has_expired(link, week.last_day + timedelta(1))
    assert last_day(link) == week.last_day


@given(st.dates(date(2020, 1, 1), date(2199, 1, 1)))
def test_a_ticket_is_valid_up_to_its_last_day(until: date) -> None:
    link = ticket(until)
    assert read_link(payload(link, 1, KEYS[1]), KEYS) == link
    assert last_day(link) == until
    assert not has_expired(link, until)
    assert has_expired(link, until + timedelta(1))
    assert not is_early(link, until - timedelta(30))


def test_who_scanned_in_time_has_a_week_to_begin() -> None:
    link = weekly(Week(2026, 48))
    assert not has_expired(link, date(2026, 12, 6), GRACE)
    assert has_expired(link, date(2026, 12, 7), GRACE)


def test_a_fixed_poster_never_expires_by_itself() -> None:
    link = Link("F-03", 7, 1)
    assert not has_expired(link, date.max)
    assert not is_early(link, date.min)
    assert last_day(link) is None
