"""People who tap, each the moment the last tap has been answered (a closed loop)."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.telegram import Chat, Json, Telegram
from tests.benchmarks.wire import Caller

SECRET = "secret-of-the-benchmark"
_REQUEST = (
    b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b"\r\n"
)


_WEARY = 5


class NotTaken(RuntimeError):
    """The bot did not take an update, or showed nothing to tap; the message says what it did."""


@dataclass
class Way:
    """How updates reach a bot: posted to `port`, or fetched by it when that is 0."""

    telegram: Telegram
    port: int = 0
    path: str = "/telegram"

    async def line(self) -> Caller | None:
        """A line for one person."""
        return await Caller.to(self.port) if self.port else None


@dataclass
class Person:
    """Somebody with a phone. `screens` are messages that still ask something, the next one last."""

    way: Way
    chat: Chat
    line: Caller | None
    screens: list[int] = field(default_factory=list)
    taps: int = 0

    async def scan(self, payload: str) -> None:
        """Open a link, and agree to whatever is asked before the first item."""
        text = f"/start {payload}".strip()
        about = {"message_id": self.way.telegram.number(), "from": self.chat.who}
        about |= {"chat": self.chat.card, "date": int(time.time()), "text": text}
        about["entities"] = [{"type": "bot_command", "offset": 0, "length": 6}]
        for _ in range(_WEARY):
            await self._bring({"message": about})
            if self.chat.newest:
                break  # a contender that is very busy may give up on its own call
        for step in ("y:", "m:"):
            if found := self._buttons(self.chat.newest, step):
                await self._tap(self.chat.newest, found[0])
        self.screens.insert(0, self.chat.newest)

    async def tap(self) -> None:
        """Answer what is asked; at a review go on elsewhere, or else reopen an item."""
        while not (found := self._buttons(self.screens[-1], "a:")) and len(self.screens) > 1:
            self.screens.pop()
        found = found or self._buttons(self.screens[-1], "u:")
        if not found:
            raise NotTaken("the screen asks nothing")
        self.taps += 1
        await self._tap(self.screens[-1], found[self.taps % len(found)])

    async def _tap(self, message: int, data: str) -> None:
        about = {"id": str(self.way.telegram.number()), "from": self.chat.who, "data": data}
        about |= {"message": self.chat.messages[message], "chat_instance": "1"}
        await self._bring({"callback_query": about})

    async def _bring(self, update: Json) -> None:
        """Until the bot says that it is done; when it polls, until it has shown the next screen."""
        update["update_id"] = self.way.telegram.number()
        if self.line is None:
            shown = self.chat.next_screen()
            self.way.telegram.queue(update)
            await shown
            return
        body = json.dumps(update).encode()
        status, reply = await self.line.post(_REQUEST % self.way.path.encode(), body)
        if status != 200:
            raise NotTaken(f"{status} {reply[:200].decode(errors='replace')}")
        self.way.telegram.obey(reply)

    def _buttons(self, message: int, verb: str) -> list[str]:
        shown = self.chat.messages.get(message)
        if shown is None:
            raise NotTaken("nothing was shown")
        rows = shown["reply_markup"]["inline_keyboard"]
        every = (one.get("callback_data", "") for row in rows for one in row)
        return [data for data in every if data.startswith(verb)]


async def gather(way: Way, first: int, size: int, links: Sequence[str]) -> list[Person]:
    """So many people, from the account `first` on, who have opened all the links."""
    people = []
    for number in range(first, first + size):
        chat = way.telegram.chats[number] = Chat(number)
        people.append(Person(way, chat, await way.line()))
    await asyncio.gather(*(_open(one, links) for one in people))
    return people


async def _open(person: Person, links: Sequence[str]) -> None:
    for link in links:
        await person.scan(link)


async def tap_for(people: Sequence[Person], seconds: float) -> tuple[list[float], float]:
    """Everybody taps until the time is over: how long each tap took, and all of it."""
    began, took = time.perf_counter(), list[float]()
    await asyncio.gather(*(_keep_tapping(one, began + seconds, took) for one in people))
    return took, time.perf_counter() - began


async def _keep_tapping(person: Person, until: float, took: list[float]) -> None:
    while (began := time.perf_counter()) < until:
        await person.tap()
        took.append(time.perf_counter() - began)


def leave(people: Sequence[Person]) -> None:
    """They close the app."""
    for one in people:
        del one.way.telegram.chats[one.chat.person]
        if one.line is not None:
            one.line.close()
