"""A Bot API that answers every call with what is usual, or with the trouble it was told to make."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message

from bot.screen_calls import EditScreen, SendScreen, Stands

TOKEN = "990001:AAtest-token-of-the-unit-tests-0001"
SHOWN = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
EDITED = datetime(2026, 11, 16, 2, 5, tzinfo=UTC)
FIRST_MESSAGE = 500


@dataclass
class Line(BaseSession):
    """`calls` in the order they came; `troubles` are raised in turn, by method."""

    calls: list[TelegramMethod[Any]] = field(default_factory=list)
    troubles: dict[str, list[Exception | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def names(self) -> list[str]:
        return [call.__api_method__ for call in self.calls]

    def fails(self, method: str, *errors: Exception | None) -> None:
        self.troubles.setdefault(method, []).extend(errors)

    def refuses(self, method: str, reason: str) -> None:
        call = SendMessage(chat_id=1, text="")
        self.fails(method, TelegramBadRequest(call, f"Bad Request: {reason}"))

    def of(self, method: str) -> list[Any]:
        return [call for call in self.calls if call.__api_method__ == method]

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> Any:  # noqa: ANN401 - whatever the method returns
        self.calls.append(method)
        waiting = self.troubles.get(method.__api_method__, [])
        if waiting and (error := waiting.pop(0)):
            raise error
        return self._answer(method)

    def _answer(self, method: TelegramMethod[Any]) -> object:
        number, shown = FIRST_MESSAGE + len(self.of("sendMessage")) - 1, int(SHOWN.timestamp())
        if isinstance(method, SendScreen):
            return Stands(message_id=number, date=shown)
        if isinstance(method, SendMessage):
            private = Chat(id=int(method.chat_id), type="private")
            return Message(message_id=number, date=SHOWN, chat=private)
        if isinstance(method, EditScreen):
            edited = int(EDITED.timestamp())
            return Stands(message_id=method.message_id, date=shown, edit_date=edited)
        return True

    async def close(self) -> None:
        pass

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes]:  # noqa: ANN401 - unused
        for _ in ():
            yield b""
