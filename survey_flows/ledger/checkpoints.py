"""The head of the ledger in three lines anybody can keep: C2SP tlog-checkpoint.

https://c2sp.org/tlog-checkpoint: origin, number of leaves, root in base64. Lines after these are
extensions, which we never write and always keep.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from survey_flows.errors import SurveyError
from survey_flows.ledger.tree import EMPTY_ROOT, Frontier

_HASH_BYTES = 32
_SHOWN = 12
_MOST_LEAVES = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_LEAST_LINES = 3
_SHORT = re.compile(r"(?P<size>0|[1-9][0-9]{0,18})/(?P<root>[0-9a-f]{12})")


class BadCheckpoint(SurveyError, ValueError):
    """A text that is no checkpoint."""

    code = "checkpoint.bad"

    def __init__(self, reason: str) -> None:
        super().__init__(f"no checkpoint ({reason}): give the file as it was published")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` leaves had this `root`, in the ledger called `origin`."""

    origin: str
    size: int
    root: bytes
    extensions: Sequence[str] = ()

    @classmethod
    def of(cls, origin: str, frontier: Frontier) -> Self:
        """The head of a ledger as it is now."""
        return cls(origin, frontier.size, frontier.root)

    @property
    def text(self) -> str:
        """What is signed; `read_checkpoint` reads it back."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        return "\n".join([*lines, *self.extensions]) + "\n"

    @property
    def short(self) -> str:
        """Size and first twelve hex digits of the root, to be printed on the berita acara.

        >>> Checkpoint("log.example", 0, EMPTY_ROOT).short
        '0/e3b0c44298fc'
        """
        return f"{self.size}/{self.root.hex()[:_SHOWN]}"


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint without its signatures; raises BadCheckpoint.

    >>> read_checkpoint(Checkpoint("log.example", 0, EMPTY_ROOT).text).size
    0
    """
    if not text.endswith("\n") or _UNPRINTABLE.search(text):
        raise BadCheckpoint("not lines of text")
    lines = text[:-1].split("\n")
    if len(lines) < _LEAST_LINES or not all(lines):
        raise BadCheckpoint("not three lines or more, none of them empty")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > _MOST_LEAVES:
        raise BadCheckpoint("its second line is no size")
    return _sound(Checkpoint(origin, int(size), _hash(root), tuple(extensions)))


def is_short_of(short: str, frontier: Frontier) -> bool:
    """Whether a short form, as read off paper, is that of this list of leaves."""
    found = _SHORT.fullmatch(short.strip().lower())
    return found is not None and Checkpoint.of("", frontier).short == found[0]


def _hash(text: str) -> bytes:
    """32 bytes in the one spelling base64 has for them."""
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCheckpoint("its third line is not base64") from error
    if len(root) != _HASH_BYTES or base64.b64encode(root).decode() != text:
        raise BadCheckpoint("its third line is not the base64 of 32 bytes")
    return root


def _sound(found: Checkpoint) -> Checkpoint:
    if found.size == 0 and found.root != EMPTY_ROOT:
        raise BadCheckpoint("its root is not that of an empty ledger")
    return found
