"""What the evidence store has of each file: looked at one after the other, never all at once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from admin_cli.f01_paper.thumbnails import Thumbnail, thumbnail_of
from admin_cli.f01_paper.wording import Trouble
from bot.inspection.limits import MOST_PIXELS
from storage.evidence import Content
from storage.evidence_store.errors import FileMissing
from storage.evidence_store.store import EvidenceStore


@dataclass(frozen=True, slots=True)
class Sight:
    """`thumbnail` is of a picture; `trouble` is why the file or its picture is not there."""

    thumbnail: Thumbnail | None = None
    trouble: Trouble | None = None


Sights = Mapping[str, Sight]


async def sights(
    store: EvidenceStore, files: Iterable[Content], tell: Callable[[], None]
) -> Sights:
    """By sha256; every byte is read, so that the paper can say the files are intact."""
    seen: dict[str, Sight] = {}
    for content in files:
        if content.sha256 not in seen:
            seen[content.sha256] = await _look(store, content)
        tell()
    return seen


async def _look(store: EvidenceStore, content: Content) -> Sight:
    is_picture = content.kind in MOST_PIXELS
    digest, held = hashlib.sha256(), bytearray()
    try:
        async for chunk in store.read(content.file):
            digest.update(chunk)
            if is_picture and len(held) < content.size:
                held += chunk
    except FileMissing:
        return Sight(trouble="missing")
    if digest.hexdigest() != content.sha256:
        return Sight(trouble="damaged")
    return _pictured(content.kind, bytes(held)) if is_picture else Sight()


def _pictured(kind: str, data: bytes) -> Sight:
    small = thumbnail_of(kind, data)
    return Sight(small) if small else Sight(trouble="unreadable")
