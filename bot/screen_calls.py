"""The two calls turns are made of, with no more of aiogram's models than they need.

A keyboard is text by the time it gets here, and of the answer we read when the message was shown.
"""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiohttp import FormData, JsonPayload
from pydantic import BaseModel


class Stands(BaseModel):
    """A message as Telegram tells of it; both times in seconds since 1970."""

    message_id: int
    date: int
    edit_date: int | None = None


class SendScreen(TelegramMethod[Stands]):
    """sendMessage."""

    __returning__ = Stands
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    reply_markup: str | None = None
    parse_mode: str = "HTML"


class EditScreen(TelegramMethod[Stands | bool]):
    """editMessageText."""

    __returning__ = Stands | bool
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    reply_markup: str | None = None
    parse_mode: str = "HTML"


class Session(AiohttpSession):
    """aiogram's own, but a screen goes out as JSON: to quote its letters for a form costs more."""

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> FormData | JsonPayload:  # type: ignore[override]  # aiohttp takes both
        """What `aiohttp` sends."""
        if isinstance(method, SendScreen | EditScreen):
            return JsonPayload(method.model_dump(exclude_none=True))
        return super().build_form_data(bot, method)
