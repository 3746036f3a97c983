"""What we may say of a file, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["jpeg", "png", "webp", "heic", "pdf", "docx", "xlsx", "mp4"]
"""The words instruments use in `accept`."""

ReasonCode = Literal[
    "empty",  # no bytes at all
    "too_large",  # more bytes than we open
    "unknown_type",  # none of our kinds, whatever its name says
    "old_office",  # .doc, .xls, .ppt of before 2007
    "not_accepted",  # a kind we know, but not one this slot takes
    "broken",  # cut off or damaged
    "encrypted",  # needs a password
    "macro",  # carries a program for Office
    "active",  # does something by itself when opened, or carries a program
    "polyglot",  # two files in one
    "bomb",  # far larger inside than outside
    "too_many_pixels",  # a picture too large to open safely
    "took_too_long",  # we gave up
]

MEDIA_TYPES: Mapping[Kind, Mapping[str, str]] = {
    "jpeg": {"jpg": "image/jpeg"},
    "png": {"png": "image/png"},
    "webp": {"webp": "image/webp"},
    "heic": {"heic": "image/heic"},
    "pdf": {"pdf": "application/pdf"},
    "docx": {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    "xlsx": {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "mp4": {"mp4": "video/mp4", "mov": "video/quicktime", "3gp": "video/3gpp"},
}
"""What each kind is called, by its extension; the first is the usual one. An iPhone's MOV and an
old phone's 3GP are MP4 but for the brand: an instrument that takes videos takes them too."""

KINDS: tuple[Kind, ...] = tuple(MEDIA_TYPES)


@dataclass(frozen=True, slots=True)
class Fine:
    """A file we can vouch for.

    Width and height are as the picture is seen (turned upright), `fingerprint` is its 64-bit
    difference hash as 16 hex characters: pictures only. Pages: PDF only.
    """

    kind: Kind
    media_type: str
    extension: str
    width: int = 0
    height: int = 0
    pages: int = 0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file we do not take; `kind` is told where the file itself is fine (`not_accepted`)."""

    reason: ReasonCode
    kind: Kind | None = None


Verdict = Fine | Refused


class Suspect(Exception):
    """Raised inside the child where a file gives itself away."""

    def __init__(self, reason: ReasonCode) -> None:
        super().__init__(reason)
        self.reason = reason


def fine(kind: Kind, extension: str = "") -> Fine:
    """The verdict on a file of this kind, before anything more is known of it.

    >>> fine("jpeg").media_type, fine("mp4", "mov").media_type
    ('image/jpeg', 'video/quicktime')
    """
    names = MEDIA_TYPES[kind]
    extension = extension or next(iter(names))
    return Fine(kind, names[extension], extension)
