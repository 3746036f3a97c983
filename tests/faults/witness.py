"""What the chats have told people, and what people have done: read as it happens, never guessed."""

import asyncio
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bot.simulator.model import BotAccount, Chat
from bot.simulator.refusals import Json
from bot.simulator.updates import UpdateQueue
from bot.simulator.world import World
from survey_flows.facts import Answered, Fact, Withdrawn

_STORED = re.compile(r"^✓ Nomor (\d+) tersimpan: \S+ (\d)$", re.MULTILINE)
_REOPENED = re.compile(r"^Nomor (\d+) dibuka lagi\.", re.MULTILINE)
_REVIEWED = re.compile(r"^(\d+)\. \S+ (\d)  ", re.MULTILINE)
_RECEIPT = re.compile(r"Kode tanda terima: ([A-Z2-7]{5})-([A-Z2-7]{5})")
_KEYED = re.compile(r"^[abuskx]:([^:]+)")
_LOOK = 0.05  # seconds
_LAST_BEFORE_READY = "setMyShortDescription"
_SEND = re.compile(r"^s:[^:]+:(\d+)$")


@dataclass
class Told:
    """What the chat said about one questionnaire, in order; `reviews` by the number in Kirim."""

    person: int
    facts: list[Fact] = field(default_factory=list)
    reviews: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass
class Witness:
    """`meant` counts what people did: a fact nobody meant was made up, or booked twice."""

    told: dict[str, Told] = field(default_factory=dict)
    meant: Counter[tuple[str, Fact | type[Withdrawn]]] = field(default_factory=Counter)
    receipts: defaultdict[tuple[int, str], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    confirmed: list[int] = field(default_factory=list)
    _shown: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def acknowledged(self) -> int:
        """All that was called safe: to Telegram, by its confirmation, or to a person."""
        said = sum(len(one.facts) + len(one.reviews) for one in self.told.values())
        return len(self.confirmed) + said + sum(map(len, self.receipts.values()))

    def look(self, person: int, message: Json) -> None:
        """Read a message of the bot, unless it still says what it said before."""
        text, data = str(message.get("text", "")), buttons(message)
        place, now = (person, message["message_id"]), (text, " ".join(data))
        if self._shown.get(place) == now:
            return
        self._shown[place] = now
        if key := key_of(data):
            self._read_screen(self.told.setdefault(key, Told(person)), text, data)
        if found := _RECEIPT.search(text):
            self.receipts[person, text].add("".join(found.groups()))

    def _read_screen(self, told: Told, text: str, data: list[str]) -> None:
        for number, value in _STORED.findall(text):
            _add(told, Answered(field_of(number), value))
        for number in _REOPENED.findall(text):
            _add(told, Withdrawn(field_of(number)))
        for seen in filter(None, map(_SEND.match, data)):
            answers = {field_of(number): value for number, value in _REVIEWED.findall(text)}
            told.reviews[int(seen[1])] = answers

    def receipts_at(self, person: int, lokus: str) -> set[str]:
        """Every receipt this person was shown for the lokus of that name."""
        return {
            receipt
            for (who, text), receipts in self.receipts.items()
            if who == person and lokus in text
            for receipt in receipts
        }


class WatchedQueue(UpdateQueue):
    """Notes what the bot has confirmed, which Telegram then never delivers again."""

    witness: Witness

    def drop(self, update_id: int) -> None:
        if update_id in self.shelf.pending:
            self.witness.confirmed.append(update_id)
        super().drop(update_id)


class WatchedWorld(World):
    """A simulated Telegram with a witness who misses no screen."""

    def __init__(self, bot: BotAccount, seed: int) -> None:
        super().__init__(bot, seed=seed)
        self.witness = Witness()
        self.updates = WatchedQueue(self.chance, self.clock)
        self.updates.witness = self.witness
        self.bot_is_up = asyncio.Event()

    async def confirms(self, updates: int) -> None:
        """Wait until the bot has taken in so many."""
        while len(self.witness.confirmed) < updates:
            await self.updates.arrival(_LOOK)

    def log(self, method: str, params: Json, error: str) -> None:
        super().log(method, params, error)
        if method == _LAST_BEFORE_READY:
            self.bot_is_up.set()

    def touch(self, chat: Chat) -> None:
        super().touch(chat)
        for message in chat.messages.values():
            if message["from"]["is_bot"]:
                self.witness.look(chat.persona.id, message)


def buttons(message: Json) -> list[str]:
    """The callback data under a message, in order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["callback_data"] for row in rows for one in row if "callback_data" in one]


def key_of(data: list[str]) -> str:
    """The questionnaire these buttons belong to; empty for others."""
    return next((found[1] for found in map(_KEYED.match, data) if found), "")


def field_of(number: str) -> str:
    """Item 3 is asked in the field i03."""
    return f"i{int(number):02}"


def _add(told: Told, fact: Fact) -> None:
    """The same words again say nothing new: a screen may be sent twice, an answer is not."""
    if told.facts[-1:] != [fact]:
        told.facts.append(fact)
