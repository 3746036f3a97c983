"""A second Bot API server, small and plain, written from Telegram's public description alone.

It shares no code and no idea with the simulator: a bot that also works here uses nothing that only
the simulator offers. `Manners` are ways in which a server may differ and still be usable.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import web

Json = dict[str, Any]
Verb = Callable[[Json], Awaitable[object]]

TOKEN = f"7000000001:{'AAother' * 5}"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "SuaraLoket", "username": "suara_lain_bot"}
CITIZEN = {"id": 5551234567, "is_bot": False, "first_name": "Wayan", "language_code": "id"}
CHAT = {"id": CITIZEN["id"], "type": "private", "first_name": "Wayan"}


class Refused(Exception):
    """The server's no, in Telegram's words."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


@dataclass(frozen=True, slots=True)
class Manners:
    """The official ones, unless said otherwise."""

    waits_for_updates: bool = True
    edits_give_message: bool = True
    tells_edit_date: bool = True
    broken: frozenset[str] = frozenset()
    stumbles_every: int = 0  # calls of a kind, of which the last meets a proxy's page
    seconds_per_answer: float = 0.0


@dataclass(slots=True)
class OtherServer:
    """One bot, one citizen, one chat."""

    manners: Manners = field(default_factory=Manners)
    messages: dict[int, Json] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _updates: list[Json] = field(default_factory=list)
    _open_queries: set[str] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _next_update: int = 801_000_001
    _next_message: int = 40

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        return app

    async def citizen_says(self, text: str) -> None:
        message = self._new_message(CITIZEN, text)
        if command := re.match(r"/\w+", text):
            span = {"type": "bot_command", "offset": 0, "length": command.end()}
            message["entities"] = [span]
        self.messages[message["message_id"]] = message
        await self._deliver({"message": message})

    async def citizen_taps(self, message: Json, button: Json) -> None:
        query = str(4_200_000_000_000_000_000 + self._next_update)
        self._open_queries.add(query)
        tap = {"id": query, "from": CITIZEN, "message": message, "chat_instance": "-77001"}
        await self._deliver({"callback_query": {**tap, "data": button["callback_data"]}})

    async def until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait for something to be true of the chat; TimeoutError if it never is."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _told(401, ok=False, error_code=401, description="Unauthorized")
        self.asked.append(method)
        if method in self.manners.broken or self._stumbles(method):
            return web.Response(
                status=500 if method in self.manners.broken else 502,
                text="<html>Bad Gateway</html>",
            )
        try:
            result = await self._verb(method)(await _parameters(request))
        except Refused as no:
            self.refused.append(f"{method}: {no}")
            return _told(no.code, ok=False, error_code=no.code, description=str(no))
        if method != "getUpdates":
            await asyncio.sleep(self.manners.seconds_per_answer)
        return _told(200, ok=True, result=result)

    def _stumbles(self, method: str) -> bool:
        often = self.manners.stumbles_every
        is_speech = method in ("sendMessage", "editMessageText")
        return is_speech and bool(often) and self.asked.count(method) % often == 0

    def _verb(self, method: str) -> Verb:
        verbs: dict[str, Verb] = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "sendmessage": self._send_message,
            "editmessagetext": self._edit_message,
            "editmessagereplymarkup": self._edit_message,
            "deletemessage": self._delete_message,
            "answercallbackquery": self._answer_query,
        }
        if method.lower() not in verbs:
            raise Refused(404, "Not Found")
        return verbs[method.lower()]

    async def _get_me(self, _: Json) -> Json:
        return {**BOT, "can_join_groups": True, "supports_inline_queries": False}

    async def _get_updates(self, asked: Json) -> list[Json]:
        """An offset confirms everything before it; without news, wait."""
        first = int(asked.get("offset") or 0)
        self._updates = [one for one in self._updates if one["update_id"] >= first]
        patience = int(asked.get("timeout") or 0) if self.manners.waits_for_updates else 0
        if not self._updates and patience:
            try:
                await self.until(lambda: bool(self._updates), min(patience, 50))
            except TimeoutError:
                return []
        return self._updates[: int(asked.get("limit") or 100)]

    async def _send_message(self, asked: Json) -> Json:
        self._check_chat(asked)
        message = self._new_message(BOT, _plain(asked))
        if "reply_markup" in asked:
            message["reply_markup"] = _keyboard(asked)
        return await self._shown(message)

    async def _edit_message(self, asked: Json) -> Json | bool:
        """A keyboard that is not given again is gone."""
        message = self._standing(asked, "edit")
        if message["from"] is not BOT:
            raise Refused(400, "Bad Request: message can't be edited")
        edited = {key: value for key, value in message.items() if key != "reply_markup"}
        if "text" in asked:
            edited["text"] = _plain(asked)
        if "reply_markup" in asked:
            edited["reply_markup"] = _keyboard(asked)
        if edited == message:
            raise Refused(400, "Bad Request: message is not modified")
        if self.manners.tells_edit_date:
            edited["edit_date"] = int(time.time())
        await self._shown(edited)
        return edited if self.manners.edits_give_message else True

    async def _delete_message(self, asked: Json) -> bool:
        """In a private chat a bot may delete what the person wrote, too."""
        message = self._standing(asked, "delete")
        async with self._changed:
            del self.messages[message["message_id"]]
            self._changed.notify_all()
        return True

    async def _answer_query(self, asked: Json) -> bool:
        query = str(asked.get("callback_query_id"))
        if query not in self._open_queries:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, f"Bad Request: {reason}")
        self._open_queries.remove(query)
        self.toasts.append(str(asked.get("text") or ""))
        return True

    def _new_message(self, sender: Json, text: str) -> Json:
        self._next_message += 1
        when = int(time.time())
        place = {"message_id": self._next_message, "date": when, "chat": CHAT}
        return {**place, "from": sender, "text": text}

    def _standing(self, asked: Json, verb: str) -> Json:
        self._check_chat(asked)
        message = self.messages.get(int(asked.get("message_id") or 0))
        if message is None:
            raise Refused(400, f"Bad Request: message to {verb} not found")
        return message

    def _check_chat(self, asked: Json) -> None:
        if str(asked.get("chat_id")) != str(CHAT["id"]):
            raise Refused(400, "Bad Request: chat not found")

    async def _shown(self, message: Json) -> Json:
        async with self._changed:
            self.messages[message["message_id"]] = message
            self._changed.notify_all()
        return message

    async def _deliver(self, news: Json) -> None:
        async with self._changed:
            self._updates.append({"update_id": self._next_update, **news})
            self._next_update += 1
            self._changed.notify_all()


async def _parameters(request: web.Request) -> Json:
    """Query string, JSON, urlencoded or multipart: the API takes all four."""
    if request.content_type == "application/json":
        body: Json = await request.json()
    else:
        body = dict(await request.post())
    return {**request.query, **body}


def _told(status: int, **body: object) -> web.Response:
    return web.json_response(body, status=status)


def _plain(asked: Json) -> str:
    """What a person reads: markup is gone, 1 to 4096 characters are left."""
    text = str(asked.get("text") or "")
    if str(asked.get("parse_mode", "")).upper() == "HTML":
        text = unescape(re.sub(r"</?(?:b|i|u|s|code|pre|a)\b[^>]*>", "", text))
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text) > 4096:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _keyboard(asked: Json) -> Json:
    """An inline keyboard, which forms carry as JSON text; each button does one allowed thing."""
    given = asked["reply_markup"]
    markup: Json = json.loads(given) if isinstance(given, str) else given
    for button in (one for row in markup["inline_keyboard"] for one in row):
        data = button.get("callback_data")
        if data is None and "url" not in button:
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup
