"""The signed text of a deep link: `https://t.me/<bot>?start=<payload>` (design §6).

24 bytes, which base64url writes as 32 characters without padding, so that one link has exactly one
spelling: key id 1 · form 1 · channel 1 · reserved 1 · lokus 4 · period 2 · serial 2 · tag 12.
The tag is HMAC-SHA256 over the 12 bytes before it, cut to 96 bits.
"""

import base64
import binascii
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from survey_flows.weeks import Week

_FIRST_MONDAY = date(2019, 12, 30)
_BODY = struct.Struct(">BBBBIHH")
_TAG_BYTES = 12
_FORMS: Mapping[str, int] = {"F-01": 1, "F-03": 3}
_FORM_IDS = {number: form_id for form_id, number in _FORMS.items()}
_SPELLING = re.compile(r"[A-Za-z0-9_-]{32}")


class Channel(IntEnum):
    """How the link reached the citizen; kept with the response as its assurance level."""

    POSTER = 0
    ROTATING = 1
    TICKET = 2


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says. `serial` is the week number for a rotating poster, else 0."""

    form_id: str
    lokus: int
    period: int
    channel: Channel = Channel.POSTER
    serial: int = 0


@dataclass(frozen=True, slots=True)
class BadLink:
    """A payload we did not sign, or signed with a key that was taken back. One neutral answer.

    `newer`: signed by us, for a form or channel this version of the program does not know.
    """

    reason: Literal["malformed", "unknown_key", "forged", "newer"]


def payload(link: Link, key_id: int, key: bytes) -> str:
    """Sign and spell a link, 32 characters of `A-Za-z0-9_-` (Telegram allows 64).

    >>> payload(Link("F-03", lokus=7, period=1), 1, b"k" * 32)
    'AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i'
    """
    body = _BODY.pack(
        key_id, _FORMS[link.form_id], link.channel, 0, link.lokus, link.period, link.serial
    )
    return base64.urlsafe_b64encode(body + _tag(key, body)).decode()


def read_link(text: str, keys: Mapping[int, bytes]) -> Link | BadLink:
    """Read the text Telegram delivers after `/start`; `keys` are the signing keys by key id.

    >>> key = {1: b"k" * 32}
    >>> read_link(payload(Link("F-03", lokus=7, period=1), 1, key[1]), key)
    Link(form_id='F-03', lokus=7, period=1, channel=<Channel.POSTER: 0>, serial=0)
    >>> read_link("AAAA", key)
    BadLink(reason='malformed')
    """
    if not _SPELLING.fullmatch(text):
        return BadLink("malformed")
    try:
        raw = base64.urlsafe_b64decode(text)
    except binascii.Error:
        return BadLink("malformed")
    body, tag = raw[:-_TAG_BYTES], raw[-_TAG_BYTES:]
    key_id, form, channel, _, lokus, period, serial = _BODY.unpack(body)
    key = keys.get(key_id)
    if key is None:
        return BadLink("unknown_key")
    if not hmac.compare_digest(_tag(key, body), tag):
        return BadLink("forged")
    if form not in _FORM_IDS or channel not in set(Channel):
        return BadLink("newer")
    return Link(_FORM_IDS[form], lokus, period, Channel(channel), serial)


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"suaraloket link v1\0" + body, "sha256")[:_TAG_BYTES]


def week_serial(week: Week) -> int:
    """The serial of a rotating poster: whole weeks since 2020-W01, so that two bytes last."""
    return (week.first_day - _FIRST_MONDAY).days // 7


def has_expired(link: Link, today: date) -> bool:
    """A rotating poster is valid in its own ISO week only; the others end with their period."""
    return link.channel is Channel.ROTATING and link.serial != week_serial(Week.of(today))
