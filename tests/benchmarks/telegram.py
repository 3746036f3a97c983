"""A Telegram that answers at once: chats in memory, the same for every contender.

The simulator is strict and faithful; this one is quick, so that the bot is what is measured.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from tests.benchmarks import wire

Json = dict[str, Any]
TOKEN = "880002:AAtoken-of-the-bot-that-is-measured-1"
BOT = {"id": 880002, "is_bot": True, "first_name": "Loket", "username": "loket_bot"}
_BATCH = 100
_YES = b'{"ok":true,"result":true}'


@dataclass
class Chat:
    """One person's chat: the messages of the bot that stand in it."""

    person: int
    messages: dict[int, Json] = field(default_factory=dict)
    newest: int = 0
    _arrival: "asyncio.Future[None] | None" = None

    def show(self, number: int, params: Json) -> Json:
        """Put up a screen, in place or as a new message."""
        message = {
            "message_id": number,
            "from": BOT,
            "chat": self.card,
            "date": int(time.time()),
            "text": params.get("text", ""),
            "reply_markup": json.loads(params.get("reply_markup") or '{"inline_keyboard":[]}'),
        }
        self.messages[number] = message
        self.newest = number
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)
        return message

    @property
    def card(self) -> Json:
        return {"id": self.person, "type": "private", "first_name": "Warga"}

    @property
    def who(self) -> Json:
        return {"id": self.person, "is_bot": False, "first_name": "Warga"}

    def next_screen(self) -> "asyncio.Future[None]":
        """Done when the bot has shown something."""
        self._arrival = asyncio.get_running_loop().create_future()
        return self._arrival


class Telegram:
    """One bot's Bot API; `port` is where it is called."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.port = 0
        self.calls = 0
        self.polled = asyncio.Event()
        self._queue: list[Json] = []
        self._bell = asyncio.Event()
        self._numbers = count(1000)
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to answer."""
        self._server, self.port = await wire.serve(self._answer)

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def number(self) -> int:
        """A new number: of a message, an update, a query."""
        return next(self._numbers)

    def queue(self, update: Json) -> None:
        """For a bot that polls."""
        self._queue.append(update)
        self._bell.set()

    def obey(self, reply: bytes) -> None:
        """A method named in the reply to a webhook is run."""
        if reply.startswith(b"{") and (wish := json.loads(reply)):
            method = str(wish.pop("method", ""))
            if (markup := wish.get("reply_markup")) and not isinstance(markup, str):
                wish["reply_markup"] = json.dumps(markup)
            self._call(method, wish)

    async def _answer(self, path: str, body: bytes) -> bytes:
        method, params = path.rpartition("/")[2].partition("?")[0], _params(body)
        if method == "getUpdates":
            return _result(await self._updates(params))
        return self._call(method, params)

    def _call(self, method: str, params: Json) -> bytes:
        self.calls += 1
        known: dict[str, Callable[[Json], bytes]] = {
            "editMessageText": self._show,
            "sendMessage": self._show,
            "getMe": lambda _: _result({**BOT, "can_join_groups": False}),
            "getWebhookInfo": lambda _: _result(
                {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            ),
        }
        return known[method](params) if method in known else _YES

    def _show(self, params: Json) -> bytes:
        chat = self.chats[int(params["chat_id"])]
        return _result(chat.show(int(params.get("message_id") or self.number()), params))

    async def _updates(self, params: Json) -> list[Json]:
        """What was offered before `offset` is confirmed; wait for the first that is not."""
        offset = int(params.get("offset") or 0)
        self._queue = [one for one in self._queue if one["update_id"] >= offset]
        self.polled.set()
        self._bell.clear()
        if not self._queue and int(params.get("timeout") or 0):
            try:
                async with asyncio.timeout(float(params["timeout"])):
                    await self._bell.wait()
            except TimeoutError:
                return []
        return self._queue[:_BATCH]


def _params(body: bytes) -> Json:
    if body.startswith(b"{"):
        found: Json = json.loads(body)
        return found
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _result(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()
