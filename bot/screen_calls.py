"""The two calls every turn makes, with no more of aiogram's models than they need.

A keyboard is text by the time it gets here, and of the answer we read when the message was shown.
"""

from aiogram.methods import TelegramMethod
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
