"""Encryption of what we must keep for a while but may not read in passing.

A key is 32 bytes; while it is rotated the older one follows, which opens and no longer seals.
"""

import base64
import json

from cryptography.fernet import Fernet, MultiFernet

from bot.speech import Raw

_KEY_BYTES = 32


def sealed(raw: Raw, key: bytes) -> bytes:
    """An update, encrypted under the parked key; half an emoji is no reason to fail."""
    return _fernet(key).encrypt(json.dumps(raw).encode())


def unsealed(token: bytes, key: bytes) -> Raw:
    """The update again, for whoever holds the key."""
    opened: Raw = json.loads(_fernet(key).decrypt(token))
    return opened


def seal_chat(chat_id: int, key: bytes) -> bytes:
    """Where a member of staff is reached, encrypted under the chats key."""
    return _fernet(key).encrypt(str(chat_id).encode())


def open_chat(sealed_chat: bytes, key: bytes) -> int:
    """The chat id again; raises InvalidToken when it was sealed under another key."""
    return int(_fernet(key).decrypt(sealed_chat))


def resealed(token: bytes, key: bytes) -> bytes:
    """The same content under the key that seals today; raises InvalidToken when none opens it."""
    return _fernet(key).rotate(token)


def _fernet(key: bytes) -> MultiFernet:
    every = (key[start : start + _KEY_BYTES] for start in range(0, len(key), _KEY_BYTES))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in every])
