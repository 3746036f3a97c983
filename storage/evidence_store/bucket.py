"""Evidence in an S3-compatible bucket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from obstore.exceptions import BaseError
from obstore.store import S3Store

from storage.evidence_store.errors import FileMissing, StoreAway
from storage.evidence_store.store import CHUNK, Stored, is_ours

if TYPE_CHECKING:
    from obstore.store import S3Config

T = TypeVar("T")
_CHECK = ".check"
_LONGEST_REASON = 200


class BucketStore:
    """What `config` leaves out comes from the usual AWS_* variables."""

    def __init__(self, bucket: str, prefix: str, config: "S3Config", spool: Path) -> None:
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            config=config,
            # Plain http is for a server beside ours; the endpoint says which it is.
            client_options={"allow_http": True, "connect_timeout": "10s", "timeout": "60s"},
            # The queue tries again by itself, for days: a call may fail soon.
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )
        self._place = "/".join(part for part in (f"s3://{bucket}", prefix) if part)
        self._spool = spool.absolute()

    @property
    def place(self) -> str:
        """Bucket and prefix."""
        return self._place

    @property
    def spool(self) -> Path:
        """A folder of its own: the bucket is elsewhere."""
        return self._spool

    async def put(self, ready: Path, name: str) -> None:
        """In parts if large; then asked whether all of it arrived."""
        size = (await self._try(asyncio.to_thread(ready.stat))).st_size
        sent = await self._try(self._store.put_async(name, ready))
        arrived = await self._try(self._store.head_async(name))
        if (arrived["size"], arrived["e_tag"]) != (size, sent["e_tag"]):
            raise StoreAway(self.place, "what arrived is not what was sent")
        await self._try(asyncio.to_thread(ready.unlink, missing_ok=True))

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """Streamed, never held as a whole."""
        try:
            found = await self._store.get_async(name)
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)
        except FileNotFoundError:
            raise FileMissing(name) from None
        except (BaseError, OSError) as error:
            raise self._away(error) from None

    async def find(self, name: str) -> Stored | None:
        """Size and age of one file."""
        try:
            found = await self._store.head_async(name)
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._away(error) from None
        return Stored(name, found["size"], found["last_modified"].timestamp())

    async def every(self) -> AsyncIterator[Stored]:
        """A page of the listing at a time."""
        try:
            async for page in self._store.list():
                for one in page:
                    if is_ours(one["path"]):
                        yield Stored(one["path"], one["size"], one["last_modified"].timestamp())
        except (BaseError, OSError) as error:
            raise self._away(error) from None

    async def remove(self, name: str) -> None:
        """A bucket does not mind a name it does not have."""
        await self._try(self._store.delete_async(name))

    async def check(self) -> None:
        """Both rights a bucket may withhold: to write and to remove."""
        await self._try(self._store.put_async(_CHECK, b"loket"))
        await self._try(self._store.delete_async(_CHECK))

    async def _try(self, work: Awaitable[T]) -> T:
        try:
            return await work
        except (BaseError, OSError) as error:
            raise self._away(error) from None

    def _away(self, error: Exception) -> StoreAway:
        """The first line of many; it names the address, never a key."""
        return StoreAway(self.place, str(error).splitlines()[0][:_LONGEST_REASON])
