"""getUpdates as plain dictionaries: one update aiogram cannot parse must not hide the other 99."""

from collections.abc import Sequence
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

ALLOWED = ("message", "callback_query")


class RawGetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Long polling; `timeout` in seconds."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: Sequence[str] = ALLOWED


async def get_updates(bot: Bot, offset: int | None, seconds: int) -> list[dict[str, Any]]:
    """Updates from `offset` on, which confirms those before it; waits `seconds` for the first."""
    request = RawGetUpdates(offset=offset, timeout=seconds)
    return await bot(request, request_timeout=seconds + 15)
