"""Sealing a sent response: a salted commitment, its leaf, and the receipt the citizen keeps.

A leaf is hashed as RFC 6962 §2.1 hashes one, so that a Merkle tree can be built over the leaves as
they are. The receipt is the beginning of the leaf hash: it proves that a response was taken in, and
nothing about what it said.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

_RECEIPT_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Seal:
    """`leaf` is canonical JSON; `leaf_hash` is hex; `receipt` is 10 characters of base32."""

    leaf: str
    leaf_hash: str
    receipt: str


def canonical(document: Mapping[str, object]) -> str:
    """The one way we write JSON that is hashed: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(public: Mapping[str, object], answers: Mapping[str, str], salt: bytes) -> Seal:
    """Commit to `answers` under a secret 256-bit `salt` and bind them to the `public` facts.

    Without the salt the 5^14 possible answers could simply be tried.
    """
    commitment = hmac.digest(salt, canonical(answers).encode(), "sha256").hex()
    leaf = canonical({**public, "c": commitment})
    leaf_hash = hashlib.sha256(b"\x00" + leaf.encode()).digest()
    receipt = base64.b32encode(leaf_hash).decode()[:_RECEIPT_CHARACTERS]
    return Seal(leaf, leaf_hash.hex(), receipt)
