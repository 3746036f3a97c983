"""Encryption of what we must keep for a while but may not read in passing."""

import base64
import json

from cryptography.fernet import Fernet

from bot.speech import Raw


def sealed(raw: Raw, key: bytes) -> bytes:
    """An update, encrypted under the parked key (32 bytes); half an emoji is no reason to fail."""
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


def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
