"""What every evidence store can do, and how a file is named in it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 18
_NAME = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store; `changed_at` is when it was put there, in seconds since 1970."""

    name: str
    size: int
    changed_at: float


class EvidenceStore(Protocol):
    """Whatever fails because the store is not there raises StoreAway."""

    @property
    def place(self) -> str:
        """What people call it, without a secret."""

    @property
    def spool(self) -> Path:
        """The folder on this machine in which files are made ready for `put`."""

    async def put(self, ready: Path, name: str) -> None:
        """Take the file away from the spool; it is safe once this comes back. Safe to repeat."""

    def read(self, name: str) -> AsyncIterator[bytes]:
        """The bytes, in chunks; raises FileMissing."""

    async def find(self, name: str) -> Stored | None:
        """None when it is not there."""

    def every(self) -> AsyncIterator[Stored]:
        """All files of ours; what others put there is left alone."""

    async def remove(self, name: str) -> None:
        """Safe to repeat."""

    async def check(self) -> None:
        """Write and remove something small."""


def name_of(sha256: str, extension: str) -> str:
    """A file's name comes from its content, never from a person.

    >>> name_of("ab" * 32, "jpg")[:12]
    'ab/ab/ababab'
    """
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"


def digest_in(name: str) -> str:
    """The sha256 that a name says.

    >>> digest_in("ab/cd/abcd.jpg")
    'abcd'
    """
    return name.rpartition("/")[2].partition(".")[0]


def is_ours(name: str) -> bool:
    """Whether we could have named it so.

    >>> is_ours(name_of("ab" * 32, "jpg")), is_ours("ab/ab/../../etc/passwd")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None
