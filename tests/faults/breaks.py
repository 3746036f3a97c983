"""Ways to spoil the bot program, so that the campaign is seen to fail. Never in product code."""

import asyncio
from datetime import date
from typing import Any
from unittest.mock import patch

from aiogram import Bot
from aiogram.types import Message

from bot import raw_updates, service
from bot.handlers import other
from bot.speech import Said
from storage import deliveries
from storage.database import Connection

SLOW = 0.02  # seconds a turn takes before it is stored: time enough to be killed in
_book = deliveries.book


def spoil(broken: str) -> None:
    """Break what `broken` names; the empty name breaks nothing."""
    match broken:
        case "confirm-first":  # what aiogram's own loop does
            patch.object(service, "get_updates", _confirming).start()
            patch.object(deliveries, "book", _book_slowly).start()
        case "quote-people":
            patch.object(other, "on_anything_else", _fail_quoting).start()
        case _:
            pass


async def _confirming(bot: Bot, offset: int | None, seconds: int) -> list[dict[str, Any]]:
    """Telegram hears "received" before anything is stored."""
    batch = await raw_updates.get_updates(bot, offset, seconds)
    if batch:
        await raw_updates.get_updates(bot, max(one["update_id"] for one in batch) + 1, 0)
    return batch


async def _book_slowly(connection: Connection, update_id: int, today: date) -> bool:
    await asyncio.sleep(SLOW)
    return await _book(connection, update_id, today)


async def _fail_quoting(message: Message) -> Said:
    """The worst a handler could do: an error that quotes everything about a person."""
    raise ValueError(f"cannot handle {message!r} of {message.from_user!r}")
