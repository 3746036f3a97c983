"""The files themselves, out of the evidence store into the bundle, each checked on its way."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from admin_cli.bundle.f01_filling import Needed
from admin_cli.bundle.f01_rows import path_of
from storage.evidence_store.errors import FileMissing
from storage.evidence_store.store import EvidenceStore


class EvidenceUnsound(Exception):
    """A file that F-01 relies on is not what was stored: no bundle is made."""

    code = "evidence.unsound"

    def __init__(self, needed: Needed, problem: str) -> None:
        proof = needed.proof
        super().__init__(
            f"the file {proof.file.name!r} of {needed.lokus}, item {proof.item.code}, slot "
            f"{proof.slot.name} is {problem} in the evidence store ({proof.file.content.file}): "
            "restore it from a backup, or export without --with-evidence"
        )


async def copy_files(store: EvidenceStore, folder: Path, needed: Iterable[Needed]) -> int:
    """How many files that were: one that proves several things is there once."""
    (folder / "evidence").mkdir()
    once = {path_of(one.proof.file): one for one in needed}
    for path, one in once.items():
        await _copy(store, folder / path, one)
    return len(once)


async def _copy(store: EvidenceStore, target: Path, needed: Needed) -> None:
    """A chunk at a time, whatever the file's size."""
    content, seen = needed.proof.file.content, hashlib.sha256()
    try:
        with target.open("wb") as file:
            async for chunk in store.read(content.file):
                seen.update(chunk)
                file.write(chunk)
    except FileMissing:
        raise EvidenceUnsound(needed, "missing") from None
    if seen.hexdigest() != content.sha256:
        raise EvidenceUnsound(needed, "damaged")
