"""One file from Telegram to the spool: streamed, never more than the cap, hashed on the way.

The address of a file holds the bot's token: it stays in here, and no error carries it out.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import File
from aiohttp import ClientError, ClientResponseError

from bot.evidence.failures import Away, Gone, Unfit
from bot.evidence.room import require_room
from storage.durable import make_private

log = structlog.get_logger(__name__)
MOST_BYTES = 20 << 20
"""What Telegram gives a bot at the most."""

CAP = MOST_BYTES + (64 << 10)
"""Whatever size was declared, we stop here."""

_CHUNK = 256 << 10
_PIECE = 1 << 20
_STALL = 30.0  # seconds without a byte
_LONGEST = 900  # seconds for a whole file: 20 MiB at 190 kbit/s
_GONE = (400, 404)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies in the spool, safe from a power cut."""

    sha256: str
    size: int


class Downloads:
    """Raises Unfit, Gone or Away."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file_id: str, target: Path) -> Fetched:
        """A fresh address each time: they expire after an hour."""
        file = await self._described(file_id)
        try:
            fetched = await _write(self._stream(file.file_path or ""), target)
        except (ClientError, TimeoutError) as error:
            raise _of_transfer(error) from None
        except OSError as error:
            log.warning("evidence.spool", errno=error.errno, cure="make room on the disk")
            raise Away("disk") from None
        if fetched.size < (file.file_size or 0):
            raise Away("cut")
        return fetched

    async def _described(self, file_id: str) -> File:
        try:
            file = await self._bot.get_file(file_id)
        except AiogramError as error:
            raise _of_telegram(error) from None
        if not file.file_path:
            raise Gone
        if file.file_path.startswith("/"):
            cure = "start the Bot API server without --local: files come over HTTP only"
            log.error("evidence.local_api", cure=cure)
            raise Away("local_api")
        return file

    async def _stream(self, path: str) -> AsyncIterator[bytes]:
        """Chunks, as long as they keep coming."""
        session = self._bot.session
        url = session.api.file_url(self._bot.token, quote(path))
        stream = session.stream_content(
            url, timeout=_LONGEST, chunk_size=_CHUNK, raise_for_status=True
        )
        async with aclosing(stream):
            while True:
                try:
                    async with asyncio.timeout(_STALL):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    return
                yield chunk


async def _write(chunks: AsyncIterator[bytes], target: Path) -> Fetched:
    """The disk is written in threads, in pieces worth the way: it must not hold up the chats."""
    spooled = _Spooled(target)
    try:
        async for chunk in chunks:
            spooled.take(chunk)
            if spooled.size > CAP:
                raise Unfit("too_big")
            if spooled.is_worth_writing:
                await asyncio.to_thread(spooled.write)
        return await asyncio.to_thread(spooled.finish)
    finally:
        spooled.close()


class _Spooled:
    """A file that grows; most are small, and written in one go."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._file: BinaryIO | None = None
        self._held = bytearray()
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def is_worth_writing(self) -> bool:
        return len(self._held) >= _PIECE

    def take(self, chunk: bytes) -> None:
        self._held += chunk
        self.size += len(chunk)

    def write(self) -> BinaryIO:
        """In a thread."""
        self._file = self._file or _opened(self._target)
        self._digest.update(self._held)
        self._file.write(self._held)
        self._held.clear()
        return self._file

    def finish(self) -> Fetched:
        """In a thread: now it is safe from a power cut."""
        _sync(self.write())
        return Fetched(self._digest.hexdigest(), self.size)

    def close(self) -> None:
        """What a failing disk has to say was said by the write before."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()


def _opened(target: Path) -> BinaryIO:
    make_private(target.parent)
    require_room(target.parent)
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _of_telegram(error: AiogramError) -> Exception:
    """What an answer to getFile means."""
    match error:
        case TelegramRetryAfter():
            return Away("slow_down", error.retry_after)
        case TelegramEntityTooLarge():
            return Unfit("too_big")
        case TelegramBadRequest() if "too big" in error.message:
            return Unfit("too_big")
        case TelegramBadRequest() | TelegramNotFound():
            return Gone()
    return Away("telegram")


def _of_transfer(error: Exception) -> Exception:
    """What a failed download means."""
    if not isinstance(error, ClientResponseError):
        return Away("network")
    if error.status in _GONE:
        return Gone()
    wait = error.headers.get("Retry-After", "") if error.headers else ""
    return Away("telegram", int(wait) if wait.isdigit() else 0)
