"""The evidence of all backups on a shelf, each content once; locked where the backups are."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from storage.backups.age import WORK, Locking, Sink, Unlocked
from storage.backups.errors import BackupDamaged
from storage.durable import make_private
from storage.evidence_store.errors import FileMissing
from storage.evidence_store.folder import FolderStore
from storage.evidence_store.store import CHUNK, EvidenceStore, digest_in, name_of

FOLDERS = PLAIN, LOCKED = "evidence", "evidence-locked"
_SECRET = "secret.age"  # noqa: S105 - the name of a file, not what is in it
_PART = "copying"
_STRONG = 32
_NO_WORK = 1  # a random secret needs no stretching, and there may be thousands of files


@dataclass(frozen=True, slots=True)
class Copied:
    """`added` were not there yet; `missing` the store does not have, or not as they were."""

    added: int
    missing: tuple[str, ...]


class Vault:
    """With a passphrase, each file is locked with a random secret, which the passphrase opens."""

    def __init__(self, shelf: Path, passphrase: str, work: int = WORK) -> None:
        self._folder = shelf / (LOCKED if passphrase else PLAIN)
        self._passphrase, self._work = passphrase, work
        self._store = FolderStore(self._folder)
        self._secret = ""

    async def take(self, store: EvidenceStore, names: Iterable[str]) -> Copied:
        """Copy what is not here yet; a bad file hinders no other."""
        await self._open()
        added, missing = 0, []
        for name in names:
            if await self._store.find(self._own(name)):
                continue
            if await self._add(store, name):
                added += 1
            else:
                missing.append(name)
        return Copied(added, tuple(missing))

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """The bytes as they were sent in; raises FileMissing or BackupDamaged."""
        await self._open()
        if not self._passphrase:
            async for chunk in self._store.read(name):
                yield chunk
            return
        if await self._store.find(self._own(name)) is None:
            raise FileMissing(name)
        with (self._folder / self._own(name)).open("rb") as file:
            inside = Unlocked(file, self._secret, name)
            while chunk := await asyncio.to_thread(inside.read, CHUNK):
                yield chunk

    async def problem(self, name: str) -> str:
        """Empty, `missing` or `content`; every byte is read."""
        seen = sha256()
        try:
            async for chunk in self.read(name):
                seen.update(chunk)
        except FileMissing:
            return "missing"
        except BackupDamaged:
            return "content"
        return "" if seen.hexdigest() == digest_in(name) else "content"

    def _own(self, name: str) -> str:
        return name_of(digest_in(name), "age") if self._passphrase else name

    async def _add(self, store: EvidenceStore, name: str) -> bool:
        """Copied by way of the spool, and only if it is what its name says."""
        make_private(self._store.spool)
        part, seen = self._store.spool / _PART, sha256()
        with part.open("wb") as file:
            sink = Locking(file, self._secret, _NO_WORK) if self._passphrase else None
            target: Sink = sink or file
            try:
                async for chunk in store.read(name):
                    seen.update(chunk)
                    target.write(chunk)
            except FileMissing:
                return False
            if sink:
                sink.finish()
        if seen.hexdigest() != digest_in(name):
            return False
        await self._store.put(part, self._own(name))
        return True

    async def _open(self) -> None:
        """Have the secret; the first time it is drawn."""
        path = self._folder / _SECRET
        if self._secret or not self._passphrase:
            return
        if not path.exists():
            await self._draw()
        with path.open("rb") as file:
            self._secret = Unlocked(file, self._passphrase, str(path)).read().decode()

    async def _draw(self) -> None:
        """By way of the spool too: half a secret would lock everything for ever."""
        make_private(self._store.spool)
        part = self._store.spool / _PART
        with part.open("wb") as file:
            locking = Locking(file, self._passphrase, self._work)
            locking.write(secrets.token_hex(_STRONG).encode())
            locking.finish()
        await self._store.put(part, _SECRET)
