"""A Telegram that keeps updates until they are confirmed, for tests of the intake alone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Update = dict[str, Any]


def message(update_id: int, person: int = 1, text: str = "halo") -> Update:
    """A text of a person, as Telegram sends it."""
    who = {"id": person, "is_bot": False, "first_name": "Siti"}
    chat = {"id": person, "type": "private"}
    sent = {"message_id": update_id, "date": 1, "from": who, "chat": chat, "text": text}
    return {"update_id": update_id, "message": sent}


@dataclass
class Telegram:
    """`fetch` behaves like getUpdates: an offset forgets everything before it."""

    waiting: list[Update] = field(default_factory=list)
    offsets: list[int | None] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)

    async def fetch(self, offset: int | None, _patience: int) -> list[Update]:
        self.offsets.append(offset)
        await asyncio.sleep(0)
        if self.troubles:
            raise self.troubles.pop(0)
        gone = [one for one in self.waiting if offset and one["update_id"] < offset]
        self.lost += [one["update_id"] for one in gone if one["update_id"] not in self.settled]
        self.waiting = [one for one in self.waiting if one not in gone]
        return list(self.waiting)

    @property
    def unconfirmed(self) -> list[int]:
        return [one["update_id"] for one in self.waiting]


@dataclass
class Desk:
    """Takes updates in; a person for whom a gate is shut waits there until it is opened."""

    telegram: Telegram
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    gates: dict[int, asyncio.Event] = field(default_factory=dict)
    most_at_once: int = 0
    work: Callable[[Update], Awaitable[None]] | None = None

    def shut(self, person: int) -> asyncio.Event:
        self.gates[person] = asyncio.Event()
        return self.gates[person]

    async def take(self, update: Update, fetched: float) -> None:
        number = update["update_id"]
        self.begun.append(number)
        self.most_at_once = max(self.most_at_once, len(self.begun) - len(self.ended))
        gate = self.gates.get(update["message"]["from"]["id"])
        await (gate.wait() if gate else asyncio.sleep(0))
        if self.work:
            await self.work(update)
        self.ended.append(number)
        self.telegram.settled.add(number)
