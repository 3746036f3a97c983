"""The signed text of a deep link: `https://t.me/<bot>?start=<payload>` (design §6).

24 bytes, which base64url writes as 32 characters without padding, so that one link has exactly one
spelling: key id 1 · form 1 · channel 1 · reserved 1 · lokus 4 · period 2 · serial 2 · tag 12.
A one-time ticket has 9 random bytes of its own before the tag: 33 bytes, 44 characters.
The tag is HMAC-SHA256 over everything before it, cut to 96 bits.
"""

import base64
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import Literal

from survey_flows.weeks import Week

_FIRST_MONDAY = date(2019, 12, 30)
_BODY = struct.Struct(">BBBBIHH")
_TAG_BYTES = 12
TICKET_BYTES = 9
GRACE = timedelta(days=7)
"""How long after its last day a link that was scanned in time still begins a questionnaire."""
_FORMS: Mapping[str, int] = {"F-01": 1, "F-03": 3}
_FORM_IDS = {number: form_id for form_id, number in _FORMS.items()}
_SPELLING = re.compile(r"[A-Za-z0-9_-]{32}(?:[A-Za-z0-9_-]{12})?")


class Channel(IntEnum):
    """How the link reached the citizen; kept with the response as its assurance level."""

    POSTER = 0
    ROTATING = 1
    TICKET = 2


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says.

    `serial` is the week of a rotating poster or the last day of a ticket, else 0. `ticket` are the
    random bytes of a ticket: whoever has them can use it, so they are shown nowhere.
    """

    form_id: str
    lokus: int
    period: int
    channel: Channel = Channel.POSTER
    serial: int = 0
    ticket: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class BadLink:
    """A payload we did not sign, or signed with a key that was taken back. One neutral answer.

    `newer`: signed by us, for a form or channel this version of the program does not know.
    """

    reason: Literal["malformed", "unknown_key", "forged", "newer"]


def payload(link: Link, key_id: int, key: bytes) -> str:
    """Sign and spell a link, 32 or 44 characters of `A-Za-z0-9_-` (Telegram allows 64).

    >>> payload(Link("F-03", lokus=7, period=1), 1, b"k" * 32)
    'AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i'
    """
    body = _BODY.pack(
        key_id, _FORMS[link.form_id], link.channel, 0, link.lokus, link.period, link.serial
    )
    body += link.ticket
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
    raw = base64.urlsafe_b64decode(text)
    body, tag = raw[:-_TAG_BYTES], raw[-_TAG_BYTES:]
    key_id, form, channel, _, lokus, period, serial = _BODY.unpack(body[: _BODY.size])
    ticket = body[_BODY.size :]
    key = keys.get(key_id)
    if key is None:
        return BadLink("unknown_key")
    if not hmac.compare_digest(_tag(key, body), tag):
        return BadLink("forged")
    is_odd = bool(ticket) is not (channel == Channel.TICKET)
    if form not in _FORM_IDS or channel not in set(Channel) or is_odd:
        return BadLink("newer")
    return Link(_FORM_IDS[form], lokus, period, Channel(channel), serial, ticket)


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"suaraloket link v1\0" + body, "sha256")[:_TAG_BYTES]


def week_serial(week: Week) -> int:
    """The serial of a rotating poster: whole weeks since 2020-W01, so that two bytes last."""
    return (week.first_day - _FIRST_MONDAY).days // 7


def day_serial(last_day: date) -> int:
    """The serial of a ticket: its last day, in days since 2020-W01, which lasts until 2199."""
    return (last_day - _FIRST_MONDAY).days


def last_day(link: Link) -> date | None:
    """The last day on which a link can be scanned; None for what ends with its period.

    >>> last_day(Link("F-03", 7, 1, Channel.ROTATING, week_serial(Week(2026, 48))))
    datetime.date(2026, 11, 29)
    """
    match link.channel:
        case Channel.ROTATING:
            return _FIRST_MONDAY + timedelta(weeks=link.serial, days=6)
        case Channel.TICKET:
            return _FIRST_MONDAY + timedelta(days=link.serial)
    return None


def has_expired(link: Link, today: date, grace: timedelta = timedelta()) -> bool:
    """A rotating poster is valid in its own ISO week only, a ticket up to its last day."""
    until = last_day(link)
    return until is not None and today > until + grace


def is_early(link: Link, today: date) -> bool:
    """A rotating poster that hangs before its week has begun."""
    return link.channel is Channel.ROTATING and link.serial > week_serial(Week.of(today))
