"""Does every row of evidence have its file, and is the file what the row says?"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from storage.database import Database
from storage.evidence import Content, every
from storage.evidence_store.errors import FileMissing
from storage.evidence_store.store import EvidenceStore


@dataclass(frozen=True, slots=True)
class Looked:
    """One file of the store. `problem` is empty, `missing`, `size` or `content`."""

    content: Content
    problem: str


async def look_at_all(
    database: Database, store: EvidenceStore, *, read_all: bool
) -> AsyncIterator[Looked]:
    """Each file rows rely on, once; with `read_all` every byte of it is read."""
    async with database.reading() as connection:
        wanted = {one.content.file: one.content for one in await every(connection)}
    for content in wanted.values():
        look = _read if read_all else _glance
        yield Looked(content, await look(store, content))


async def _glance(store: EvidenceStore, content: Content) -> str:
    found = await store.find(content.file)
    if found is None:
        return "missing"
    return "" if found.size == content.size else "size"


async def _read(store: EvidenceStore, content: Content) -> str:
    digest = hashlib.sha256()
    try:
        async for chunk in store.read(content.file):
            digest.update(chunk)
    except FileMissing:
        return "missing"
    return "" if digest.hexdigest() == content.sha256 else "content"
