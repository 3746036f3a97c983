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


def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
