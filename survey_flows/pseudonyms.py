"""Who answered, without knowing who: keyed hashes of a Telegram account (design §6).

A plain hash would be undone in hours, since account numbers are few; the keys live in files apart
from the database and its backups.
"""

import hmac
from dataclasses import dataclass

_BITS_KEPT = 32  # hex characters: 128 bits


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response counts: form, lokus code and period code. One account answers it once."""

    form_id: str
    lokus: str
    period: str


def who(pepper: bytes, place: Place, telegram_id: int) -> str:
    """The same account at the same place; unrelated at any other lokus or period.

    >>> f03 = Place("F-03", "pkm-1", "2026")
    >>> who(b"p" * 32, f03, 7) == who(b"p" * 32, f03, 7)
    True
    >>> who(b"p" * 32, f03, 7) == who(b"p" * 32, Place("F-03", "pkm-2", "2026"), 7)
    False
    """
    text = "|".join(("who", place.form_id, place.lokus, place.period, str(telegram_id)))
    return hmac.digest(pepper, text.encode(), "sha256").hex()[:_BITS_KEPT]


def account(key: bytes, telegram_id: int) -> str:
    """Finds the questionnaire an account has open, and is dropped when that ends."""
    return hmac.digest(key, f"account|{telegram_id}".encode(), "sha256").hex()[:_BITS_KEPT]


def first_seen(pepper: bytes, telegram_id: int) -> str:
    """Finds since when an account has been answering in a period, at whatever lokus.

    >>> first_seen(b"p" * 32, 7) == account(b"p" * 32, 7)
    False
    """
    return hmac.digest(pepper, f"seen|{telegram_id}".encode(), "sha256").hex()[:_BITS_KEPT]


def pepper_check(pepper: bytes) -> str:
    """Eight bytes that tell the right pepper from a wrong one without revealing it."""
    return hmac.digest(pepper, b"pepper check v1", "sha256").hex()[:16]
