"""Evidence in a folder of this machine, for its owner's eyes only.

obstore's own folder store renames without fsync (docs/adr/0011), so the few calls are ours.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from storage.durable import make_private, sync_folder
from storage.evidence_store.errors import FileMissing, StoreAway
from storage.evidence_store.store import CHUNK, Stored, is_ours

T = TypeVar("T")
_SPOOL = "spool"


class FolderStore:
    """`folder` and everything in it is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    @property
    def place(self) -> str:
        """As the admin set it, from the root."""
        return str(self._folder)

    @property
    def spool(self) -> Path:
        """On the same file system: `put` is a rename."""
        return self._folder / _SPOOL

    async def put(self, ready: Path, name: str) -> None:
        """Content first, then its name, then its folders' names: no power cut leaves a half."""
        await self._try(lambda: self._put(ready, self._folder / name))

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """Open once, so that a removal meanwhile does not cut it short."""
        file = await self._try(lambda: self._open(name))
        try:
            while chunk := await self._try(lambda: file.read(CHUNK)):
                yield chunk
        finally:
            file.close()

    async def find(self, name: str) -> Stored | None:
        """Size and age of one file."""
        return await self._try(lambda: self._find(name))

    async def every(self) -> AsyncIterator[Stored]:
        """Folder by folder; one that vanishes meanwhile is passed over."""
        for shard in await self._try(lambda: sorted(self._folder.glob("??/??"))):
            for one in await self._try(partial(self._inside, shard)):
                yield one

    async def remove(self, name: str) -> None:
        """The name goes; should a power cut bring it back, the next sweep sees it again."""
        await self._try(lambda: (self._folder / name).unlink(missing_ok=True))

    async def check(self) -> None:
        """As far as a file is written and on the disk."""
        await self._try(self._check)

    async def _try(self, work: Callable[[], T]) -> T:
        """In a thread: a slow disk must not hold up the chats."""
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise StoreAway(self.place, error.strerror or type(error).__name__) from error

    def _put(self, ready: Path, target: Path) -> None:
        make_private(target.parent)
        handle = os.open(ready, os.O_RDONLY)
        try:
            os.fchmod(handle, 0o600)
            os.fsync(handle)
        finally:
            os.close(handle)
        ready.replace(target)
        for folder in (target.parent, target.parent.parent, self._folder, self._folder.parent):
            sync_folder(folder)

    def _open(self, name: str) -> IO[bytes]:
        try:
            return (self._folder / name).open("rb")
        except FileNotFoundError:
            raise FileMissing(name) from None

    def _find(self, name: str) -> Stored | None:
        try:
            found = (self._folder / name).stat()
        except FileNotFoundError:
            return None
        return Stored(name, found.st_size, found.st_mtime)

    def _inside(self, shard: Path) -> list[Stored]:
        names = (path.relative_to(self._folder).as_posix() for path in sorted(shard.iterdir()))
        return [found for name in names if is_ours(name) and (found := self._find(name))]

    def _check(self) -> None:
        make_private(self.spool)
        with tempfile.NamedTemporaryFile(dir=self.spool) as file:
            file.write(b"loket")
            file.flush()
            os.fsync(file.fileno())
