"""What people do on their phones: write, scan, tap, send files, delete, block."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from bot.simulator.entities import typed
from bot.simulator.keyboards import has_button
from bot.simulator.media import Kind, attachment, kind_of, store
from bot.simulator.model import Chat
from bot.simulator.params import Upload
from bot.simulator.refusals import Json
from bot.simulator.state import State
from bot.simulator.updates import QUERY_LIFE
from bot.simulator.utf16 import units

MOST_IN_ALBUM = 10
MAX_CAPTION = 1024
GROUPED = ("photo", "video", "media", "document")
HOSTS = ("t.me", "telegram.me", "telegram.dog")


class NoSuchButton(LookupError):
    """The message has no button with this data now; only a forged client could tap it."""


class NoSuchChat(LookupError):
    """Nobody by that id or name is here."""


def _picture(content: bytes) -> Upload:
    return Upload("photo.jpg", content, "image/jpeg")


def _check(kind: str, files: Sequence[Upload], caption: str) -> None:
    """What the apps do not let anybody send."""
    if not 1 <= len(files) <= MOST_IN_ALBUM:
        raise ValueError("an album has 2 to 10 files")
    if len(files) > 1 and kind not in GROUPED:
        raise ValueError(f"a {kind} travels alone")
    if units(caption) > MAX_CAPTION:
        raise ValueError("a caption has at most 1024 characters")
    if not all(each.content for each in files):
        raise ValueError("a file must not be empty")


class Person:
    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self.chat = chat
        self.id = chat.persona.id

    def messages(self) -> list[Json]:
        return list(self.chat.messages.values())

    def last(self) -> Json:
        """The newest message in the chat."""
        return self.messages()[-1]

    def say(self, text: str, *, reply_to: int | None = None) -> int:
        said = typed(text)
        content = said.under("text", "entities")
        if reply_to in self.chat.messages:
            content["reply_to_message"] = self.chat.messages[reply_to]
        return self.send(content)

    def scan(self, link: str) -> int:
        """Open a deep link, or a bare start payload."""
        payload = self._payload(link)
        return self.say(f"/start {payload}" if payload else "/start")

    def _payload(self, link: str) -> str:
        if "/" not in link:
            return link
        parts = urlsplit(link if "://" in link else f"https://{link}")
        name = parts.path.strip("/").lower()
        if (parts.hostname or "") not in HOSTS or name != self._state.bot.username.lower():
            raise NoSuchChat(f"this Telegram knows no bot at {link}")
        return parse_qs(parts.query).get("start", [""])[0]

    def send(self, content: Json) -> int:
        """Send a message with any content: location, contact, sticker, an odd forward."""
        self._begin()
        message = self._state.post(self.chat, content, by_bot=False)
        self._state.updates.push("message", message)
        return int(message["message_id"])

    def _begin(self) -> None:
        self.chat.is_started = True
        if self.chat.is_blocked:
            self.block(blocked=False)

    def edit(self, message_id: int, text: str) -> None:
        message = self.chat.messages[message_id]
        message.pop("entities", None)
        message.update(typed(text).under("text", "entities"), edit_date=int(self._state.clock()))
        self._state.touch(self.chat)
        self._state.updates.push("edited_message", message)

    def forward(self, content: Json, *, hidden_name: str | None = "Seseorang") -> int:
        """Forward from an account that hides itself; the oldest such forwards carry no name."""
        origin: Json = {"type": "hidden_user", "date": int(self._state.clock()) - 86_400}
        if hidden_name is not None:
            origin["sender_user_name"] = hidden_name
        return self.send({**content, "forward_origin": origin})

    def tap(
        self,
        message_id: int,
        data: str,
        *,
        force: bool = False,
        owner: int | None = None,
        inaccessible: bool = False,
    ) -> str:
        """Tap a button as it is now; `force` taps what only an odd or forged client could.

        `owner` says whose chat the message is in, `inaccessible` hides it as Telegram does
        with old ones.
        """
        chat = self.chat if owner is None else self._state.chats[owner]
        message = chat.messages.get(message_id)
        if not force and (message is None or not has_button(message, data)):
            raise NoSuchButton(f"message {message_id} has no such button now")
        query = self._state.ask(self.id)
        shown = None if inaccessible else message
        payload: Json = {
            "id": query.id,
            "from": self.chat.persona.user(),
            "message": shown or self._inaccessible(chat, message_id),
            "chat_instance": str(-(2**40) - self.id),
            "data": data,
        }
        self._state.updates.push("callback_query", payload, lives=QUERY_LIFE)
        return query.id

    def _inaccessible(self, chat: Chat, message_id: int) -> Json:
        return {"chat": chat.persona.private_chat(), "message_id": message_id, "date": 0}

    def photo(self, content: bytes, caption: str = "") -> int:
        return self._attach("photo", _picture(content), caption)

    def document(self, name: str, content: bytes, caption: str = "") -> int:
        """Send "as a file": every byte arrives; a nameless one is as Telegram allows it."""
        return self._attach("document", Upload(name, content), caption)

    def video(self, name: str, content: bytes, caption: str = "") -> int:
        return self._attach("video", Upload(name, content, "video/mp4"), caption)

    def _attach(self, kind: Kind, upload: Upload, caption: str) -> int:
        return self.send_files(kind, [upload], caption=caption)[0]

    def album(
        self, files: Sequence[bytes | Upload], caption: str = "", *, as_files: bool = False
    ) -> list[int]:
        """Photos and videos together, or documents; bare bytes are a photo."""
        uploads = [each if isinstance(each, Upload) else _picture(each) for each in files]
        return self.send_files("document" if as_files else "media", uploads, caption=caption)

    def send_files(
        self, kind: Kind | Literal["media"], files: Sequence[Upload], *, caption: str = ""
    ) -> list[int]:
        """One file is one message; more are an album: one update each, nothing marks the last.

        With "media" each file goes as the photo or the video that it is.
        """
        _check(kind, files, caption)
        kinds = [kind_of(each) if kind == "media" else kind for each in files]
        stored = [store(self._state, *each) for each in zip(kinds, files, strict=True)]
        group = {"media_group_id": str(self._state.chance.number(54))} if len(files) > 1 else {}
        said = typed(caption).under("caption", "caption_entities")
        contents = [{**attachment(each), **group} for each in stored]
        contents[0].update(said)
        return [self.send(content) for content in contents]

    def delete(self, message_id: int) -> None:
        if self.chat.messages.pop(message_id, None) is None:
            raise NoSuchChat(f"message {message_id} is not here")
        self._state.touch(self.chat)

    def block(self, *, blocked: bool = True) -> None:
        if blocked == self.chat.is_blocked:
            return
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self.chat.is_blocked = blocked
        self._state.touch(self.chat)
        change: Json = {
            "chat": self.chat.persona.private_chat(),
            "from": self.chat.persona.user(),
            "date": int(self._state.clock()),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(after),
        }
        self._state.updates.push("my_chat_member", change)

    def _membership(self, status: str) -> Json:
        member: Json = {"user": self._state.bot.user(), "status": status}
        return {**member, "until_date": 0} if status == "kicked" else member

    async def sees(self, what: Callable[[list[Json]], bool], *, within: float = 5.0) -> None:
        """Wait until the chat looks as expected."""
        async with asyncio.timeout(within):
            with self._state.bulletin.subscribed(self.id) as feed:
                while not what(self.messages()):
                    await feed.get()
