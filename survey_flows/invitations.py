"""How an invitation for staff is spelled in a link, and its code between two people.

The link is `https://t.me/<bot>?start=u-<token>`: 34 characters, where a payload of
F-03 has 32 or 44. The token is random and says nothing; only its hash is stored.
"""

import re
from typing import Literal

Role = Literal["petugas", "penanggung_jawab"]

INVITE_PREFIX = "u-"
TOKEN_BYTES = 24  # which base64url writes as 32 characters
_PAYLOAD = re.compile(INVITE_PREFIX + r"([A-Za-z0-9_-]{32})")
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")  # spaces, hyphens and the dashes phones make of them


def invite_payload(token: str) -> str:
    """What Telegram delivers after `/start` (it allows 64 characters).

    >>> invite_payload("k" * 32)
    'u-kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk'
    """
    return INVITE_PREFIX + token


def token_of(payload: str) -> str | None:
    """The token of an invitation; None when the payload is something else."""
    match = _PAYLOAD.fullmatch(payload)
    return match[1] if match else None


def code_text(code: str) -> str:
    """A code as people read it out.

    >>> code_text("482173")
    '4821-73'
    """
    return f"{code[:4]}-{code[4:]}"


def bare_code(text: str) -> str:
    """A code as it is stored, however somebody grouped it.

    >>> bare_code(" 48 21-73")
    '482173'
    """
    return _BETWEEN.sub("", text)
