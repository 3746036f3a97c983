"""Bytes locked with a passphrase, in the public format of age (age-encryption.org/v1).

A backup must open in ten years, with or without this program: `age --decrypt` does it too. Only
the passphrase kind (scrypt) is spoken here; all of the cryptography is that of `cryptography`.
"""

import hmac
import io
import re
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.backups.errors import BackupDamaged, PassphraseWrong

WORK = 17
"""scrypt's cost as a power of two: 128 MB of memory and half a second for each guess."""
_MOST_WORK = 20
_CHUNK, _TAG = 1 << 16, 16
_KEY, _NONCE, _SALT = 16, 16, 16
_ZERO = bytes(12)
_LABEL = b"age-encryption.org/v1/scrypt"
_WORD = rb"[A-Za-z0-9+/]+"
_HEADER = re.compile(
    rb"(?P<signed>age-encryption\.org/v1\n"
    rb"-> scrypt (?P<salt>%b) (?P<work>[1-9][0-9]?)\n(?P<wrapped>%b)\n---) (?P<mac>%b)\n"
    % (_WORD, _WORD, _WORD)
)
_LONGEST_HEADER = 512


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """All of them."""


class Locking:
    """A file to write to; what arrives below is locked. `finish` marks the end as the true one."""

    def __init__(self, sink: Sink, passphrase: str, work: int = WORK) -> None:
        key, nonce = secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE)
        sink.write(_header(key, passphrase, work) + nonce)
        self._sink = sink
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._held = bytearray()
        self._number = 0

    def write(self, data: bytes, /) -> int:
        """A full chunk waits for more: the last one is marked, whatever its size."""
        self._held += data
        while len(self._held) > _CHUNK:
            self._seal(bytes(self._held[:_CHUNK]), is_last=False)
            del self._held[:_CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing can be hurried."""

    def close(self) -> None:
        """What is below stays open."""

    def finish(self) -> None:
        """Once, after the last byte."""
        self._seal(bytes(self._held), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._sink.write(self._cipher.encrypt(_nonce(self._number, is_last), chunk, None))
        self._number += 1


class Unlocked(io.RawIOBase):
    """The bytes inside; any place in them can be reached at once. `name` is for people."""

    def __init__(self, file: IO[bytes], passphrase: str, name: str) -> None:
        super().__init__()
        self._file, self._name = file, name
        key = self._key(file.read(_LONGEST_HEADER), passphrase)
        nonce = file.read(_NONCE)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._start = file.tell()
        sealed = file.seek(0, io.SEEK_END) - self._start
        self._chunks = -(-sealed // (_CHUNK + _TAG))
        self._size = sealed - self._chunks * _TAG
        self._at = 0
        self._chunk(max(self._chunks - 1, 0))  # a file cut short lacks the mark of the last one

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(origin + offset, 0)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Up to the end of a chunk; all of it with a negative size."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        if self._at >= self._size:
            return b""
        number, skipped = divmod(self._at, _CHUNK)
        found = self._chunk(number)[skipped : skipped + size]
        self._at += len(found)
        return found

    def _chunk(self, number: int) -> bytes:
        self._file.seek(self._start + number * (_CHUNK + _TAG))
        sealed = self._file.read(_CHUNK + _TAG)
        try:
            nonce = _nonce(number, number == self._chunks - 1)
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise BackupDamaged(self._name, "it was cut short or changed") from None

    def _key(self, beginning: bytes, passphrase: str) -> bytes:
        found = _HEADER.match(beginning)
        if not found or int(found["work"]) > _MOST_WORK:
            raise BackupDamaged(self._name, "it does not begin as a file locked with a passphrase")
        try:
            guess = _stretched(passphrase, _plain(found["salt"]), int(found["work"]))
            key = ChaCha20Poly1305(guess).decrypt(_ZERO, _plain(found["wrapped"]), None)
        except (InvalidTag, ValueError):
            raise PassphraseWrong(self._name) from None
        if not hmac.compare_digest(_signature(key, found["signed"]), found["mac"]):
            raise BackupDamaged(self._name, "its head was changed")
        self._file.seek(found.end())
        return key


def _header(key: bytes, passphrase: str, work: int) -> bytes:
    salt = secrets.token_bytes(_SALT)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, work)).encrypt(_ZERO, key, None)
    lines = (b"age-encryption.org/v1", b"-> scrypt %b %d" % (_coded(salt), work), _coded(wrapped))
    signed = b"\n".join((*lines, b"---"))
    return b"%b %b\n" % (signed, _signature(key, signed))


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(_LABEL + salt, 32, 1 << work, 8, 1).derive(passphrase.encode())


def _signature(key: bytes, signed: bytes) -> bytes:
    return _coded(hmac.digest(_derived(key, b"", b"header"), signed, sha256))


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, purpose).derive(key)


def _nonce(number: int, is_last: bool) -> bytes:  # noqa: FBT001 - the flag is a byte of the nonce
    return number.to_bytes(11, "big") + bytes([is_last])


def _coded(data: bytes) -> bytes:
    """base64 without its padding, as age writes it."""
    return b64encode(data).rstrip(b"=")


def _plain(coded: bytes) -> bytes:
    return b64decode(coded + b"=" * (-len(coded) % 4), validate=True)
