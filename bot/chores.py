"""Things the bot does by itself, again and again; one person's trouble is not another's."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from cryptography.fernet import InvalidToken

log = structlog.get_logger(__name__)
_DRAIN = 5.0  # seconds for what is being said when we stop
Chore = Callable[[], Awaitable[None]]


async def run_chores(stop: asyncio.Event, chores: tuple[tuple[Chore, float], ...]) -> None:
    """Each with its pause, in seconds; what is then being said has a moment to be noted down."""
    works = [asyncio.create_task(_repeat(stop, *chore)) for chore in chores]
    try:
        await stop.wait()
        await asyncio.wait(works, timeout=_DRAIN)
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)


async def calmly(chore: Chore) -> None:
    """Everything is looked at again soon."""
    try:
        await chore()
    except InvalidToken:
        log.error("notice.chat_unreadable", cure="restore chats.key")  # noqa: TRY400 - no traceback
    except Exception:
        log.exception("notice.trouble")


async def _repeat(stop: asyncio.Event, chore: Chore, pause: float) -> None:
    while not stop.is_set():
        await calmly(chore)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
