"""Text with signatures under it, for people and programs: C2SP signed-note and tlog-cosignature.

https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature. The text is followed by an empty
line and one line per signature: a dash, the name of the key, its id and the signature in base64.
A key id is the first four bytes of sha256 over name, newline, kind and public key.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from survey_flows.errors import SurveyError

LOG, WITNESS = 1, 4
"""The kinds of keys: Ed25519 over the text itself, and over a time and a checkpoint."""

_ID_BYTES, _TIME_BYTES, _KEY_BYTES, _SIGNATURE_BYTES = 4, 8, 32, 64
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})")
_NAME = re.compile(r"[^\s+]+")
_KEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<blob>[A-Za-z0-9+/]+={0,2})")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f]")
_MOST_SIGNATURES = 100


class BadNote(SurveyError, ValueError):
    """A note or a key that is not to be believed."""

    code = "note.bad"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"this note or key proves nothing ({reason}): compare it with the published one"
        )
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """What is told to everybody: who signs, and the public half of the key."""

    name: str
    raw: bytes
    kind: int = LOG

    @property
    def id(self) -> bytes:
        """Four bytes that say which of many signatures is this key's."""
        said = self.name.encode() + b"\n" + bytes([self.kind]) + self.raw
        return hashlib.sha256(said).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """In one line: name+id+key; `read_key` reads it back."""
        blob = base64.b64encode(bytes([self.kind]) + self.raw).decode()
        return f"{self.name}+{self.id.hex()}+{blob}"


def verifier_key(name: str, seed: bytes, kind: int = LOG) -> VerifierKey:
    """The public half of a signing key."""
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return VerifierKey(name, raw, kind)


def read_key(text: str) -> VerifierKey:
    """Read `VerifierKey.text`; raises BadNote."""
    found = _KEY.fullmatch(text.strip())
    blob = _bytes(found["blob"]) if found else b""
    if found is None or len(blob) != 1 + _KEY_BYTES or blob[0] not in {LOG, WITNESS}:
        raise BadNote("it has not the form NAME+ID+BASE64")
    key = VerifierKey(found["name"], blob[1:], blob[0])
    if key.id.hex() != found["id"]:
        raise BadNote("the id of the key is not its own, so a character is wrong")
    return key


def sign(text: str, name: str, seed: bytes) -> str:
    """The text, which ends in a newline, with one signature under it; the same each time."""
    _check_text(text)
    if not _NAME.fullmatch(name):
        raise BadNote("the name of a key has no space and no plus")
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"{text}\n{_line(verifier_key(name, seed), signature)}"


def verify(note: str, name: str, public_key: bytes) -> str:
    """The text, if the owner of this key signed it; raises BadNote."""
    key = VerifierKey(name, public_key)
    text, _ = split(note)
    if not any(_is_by(key, one, text.encode()) for one in _signatures(note, key)):
        raise BadNote(f"not signed by {name}")
    return text


def cosign(note: str, name: str, seed: bytes, at: int) -> str:
    """The note with the line of a witness, who saw it `at` so many seconds after 1970."""
    text, lines = split(note)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_witnessed(text, at))
    stamped = struct.pack(">Q", at) + signature
    return f"{text}\n{lines}{_line(verifier_key(name, seed, WITNESS), stamped)}"


def witnessed_at(note: str, key: VerifierKey) -> int:
    """When this witness saw the note, in seconds after 1970; raises BadNote."""
    text, _ = split(note)
    for stamped in _signatures(note, key):
        if len(stamped) == _TIME_BYTES + _SIGNATURE_BYTES:
            (at,) = struct.unpack(">Q", stamped[:_TIME_BYTES])
            if _is_by(key, stamped[_TIME_BYTES:], _witnessed(text, at)):
                return int(at)
    raise BadNote(f"not witnessed by {key.name}")


def split(note: str) -> tuple[str, str]:
    """The text and the lines of its signatures, whoever made them; raises BadNote."""
    text, gap, lines = note.rpartition("\n\n")
    _check_text(text + "\n")
    signatures = lines.removesuffix("\n").split("\n")
    if not gap or not lines.endswith("\n") or len(signatures) > _MOST_SIGNATURES:
        raise BadNote("it does not end in an empty line and signatures")
    if not all(map(_LINE.fullmatch, signatures)):
        raise BadNote("a line under it is no signature")
    return text + "\n", lines


def _signatures(note: str, key: VerifierKey) -> Iterator[bytes]:
    """What this key is said to have signed; lines of other keys are nobody's fault."""
    _, lines = split(note)
    for found in filter(None, map(_LINE.fullmatch, lines.split("\n"))):
        blob = _bytes(found["blob"])
        if found["name"] == key.name and blob[:_ID_BYTES] == key.id:
            yield blob[_ID_BYTES:]


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.id + signature).decode()}\n"


def _witnessed(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _is_by(key: VerifierKey, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _UNPRINTABLE.search(text):
        raise BadNote("it is not lines of text")


def _bytes(text: str) -> bytes:
    """Nothing, unless it is written in the one way base64 has for these bytes."""
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return blob if base64.b64encode(blob).decode() == text else b""
