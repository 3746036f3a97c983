"""Who made a bundle: an Ed25519 signature over its manifest, which lists every other file."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from admin_cli.door import WrongUse

SIGNATURE = "MANIFEST.sha256.sig"
_HEX = re.compile(r"(?:ed25519:)?(?P<key>[0-9a-fA-F]{64})")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a receiver knows of us: 32 bytes, which are no secret."""

    raw: bytes

    @property
    def text(self) -> str:
        """In one line."""
        return f"ed25519:{self.raw.hex()}"

    @property
    def pem(self) -> str:
        """As openssl reads it."""
        written = self._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return written.decode("ascii")

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        """Whether the owner of the secret half did."""
        try:
            self._key.verify(signature, content)
        except InvalidSignature:
            return False
        return True

    @property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)


def sign(seed: bytes, content: bytes) -> bytes:
    """64 bytes, the same each time."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(content)


def public_key(seed: bytes) -> PublicKey:
    """The half of a signing key that is told to everybody."""
    return PublicKey(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def read_public_key(text: str) -> PublicKey:
    """From hexadecimal or a file, which holds that or PEM; raises WrongUse."""
    found = _HEX.fullmatch(text.strip()) or _HEX.fullmatch(_content(text).strip())
    return PublicKey(bytes.fromhex(found["key"])) if found else _from_pem(_content(text), text)


def digest(content: bytes) -> str:
    """sha256 in hex; of the manifest, it names the bundle everywhere."""
    return hashlib.sha256(content).hexdigest()


def _content(file: str) -> str:
    return Path(file).read_text(encoding="utf-8", errors="replace")


def _from_pem(content: str, name: str) -> PublicKey:
    try:
        key = load_pem_public_key(content.encode())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        cure = "give the file or the line that `loket export key` printed"
        raise WrongUse(f"{name} holds no Ed25519 public key: {cure}", "key.public")
    return PublicKey(key.public_bytes_raw())
