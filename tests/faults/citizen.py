"""A citizen: looks at the chat, acts on what is on screen, waits, tries again if nothing comes."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random

from bot.simulator.model import Query
from bot.simulator.people import Person
from survey_flows.facts import Answered, Withdrawn
from tests.faults.witness import WatchedWorld, buttons, key_of

VALUES = "12345"
RIGHTS = {"r", "R", "w", "W", "E", "z"}  # nobody here answers again or takes anything back
_HASTY = 0.1  # share of acts after which the next comes at once
TYPING = 0.08  # share of acts done on the keyboard
_TO_TYPE = 0.15  # seconds: within the very second in which the item came up
_WEARY = 4  # vain tries before the poster is scanned again
_PATIENCE = 120.0  # seconds for everybody to end what is begun


@dataclass
class Citizen:
    """Answers one lokus after the other until told to stop, and then ends what is begun."""

    telegram: WatchedWorld
    person: Person
    chance: Random
    posters: Mapping[str, str]  # lokus name -> payload
    pace: float = 0.03
    typing: float = TYPING
    finished: list[str] = field(default_factory=list)
    _old: list[tuple[int, str]] = field(default_factory=list)
    _spinning: list[Query] = field(default_factory=list)
    _types: bool = False
    _is_calm: bool = True  # whoever types while a tap is under way: docs/adr/0007, what is left
    _vain: int = 0

    async def live(self, stop: asyncio.Event) -> None:
        names = list(self.posters)
        self.chance.shuffle(names)
        for name in names:
            if stop.is_set():
                return
            await self.answer(name)
        while not stop.is_set():
            await self._wander()

    async def answer(self, lokus: str) -> None:
        """From the scan to the receipt."""
        self._scan(lokus)
        while not self.telegram.witness.receipts_at(self.person.id, lokus):
            await self._act(lokus)
        self.finished.append(lokus)

    async def _act(self, lokus: str) -> None:
        before = self.person.chat.version
        self._types = self.chance.random() < self.typing and self._is_calm
        await asyncio.sleep(_TO_TYPE if self._types else self.chance.uniform(0, 2 * self.pace))
        if self._vain >= _WEARY:
            self._vain = 0
            self._begin_again(lokus)
        else:
            self._use_the_screen()
        self._vain = 0 if await self._sees_change(before) else self._vain + 1
        self._is_calm = self.chance.random() > _HASTY
        if self._is_calm:
            await self._calm()

    def _begin_again(self, lokus: str) -> None:
        if self.chance.random() < 0.5:
            self._scan(lokus)
        else:
            self._say("/mulai")

    async def _wander(self) -> None:
        """Everything is answered: scan again, tap what is left of old keyboards."""
        before = self.person.chat.version
        self._scan(self.chance.choice(self.finished))
        if self._old:
            self._tap(*self.chance.choice(self._old))
        await self._sees_change(before)

    async def _sees_change(self, before: int) -> bool:
        """A tapped button spins until the tap is answered; a text just waits for words."""
        patience = self.chance.uniform(1.5, 5.0)
        taps, self._spinning = self._spinning, []
        try:
            await self.person.sees(
                lambda _: (
                    all(one.is_answered for one in taps)
                    if taps
                    else self.person.chat.version > before
                ),
                within=patience,
            )
        except TimeoutError:
            return False
        return True

    async def _calm(self) -> None:
        """Most people wait until the screen stands still; whoever does not, acts on an old one."""
        before = -1
        while before != self.person.chat.version:
            before = self.person.chat.version
            await asyncio.sleep(self.chance.uniform(2, 6) * self.pace)

    def _use_the_screen(self) -> None:
        """The newest message that asks something is what a person looks at."""
        for message in reversed(self.person.messages()):
            if data := [one for one in buttons(message) if one.partition(":")[0] not in RIGHTS]:
                return self._press(message["message_id"], data)
        return None

    def _press(self, message_id: int, data: list[str]) -> None:
        self._old = [*self._old[-40:], *((message_id, one) for one in data if key_of([one]))]
        kinds = {one.partition(":")[0]: one for one in data}
        if "a" in kinds:
            self._answer(message_id, data)
        elif "s" in kinds:
            self._review(message_id, data, kinds["s"])
        else:
            wanted = next((kinds[kind] for kind in "ymk" if kind in kinds), data[0])
            self._tap(message_id, wanted)

    def _answer(self, message_id: int, data: list[str]) -> None:
        choices = [one for one in data if one.startswith("a:")]
        back = [one for one in data if one.startswith("b:")]
        mood = self.chance.random()
        if self._types:
            self._type(choices[0])
        elif mood < 0.10:
            choice = self.chance.choice(choices)
            self._tap(message_id, choice)
            self._tap(message_id, choice)
        elif mood < 0.20:
            for choice in self.chance.sample(choices, 2):
                self._tap(message_id, choice)
        elif mood < 0.26 and back:
            self._tap(message_id, back[0])
        elif mood < 0.32 and self._old:
            self._tap(*self.chance.choice(self._old))
        else:
            self._tap(message_id, self.chance.choice(choices))

    def _review(self, message_id: int, data: list[str], send: str) -> None:
        numbers = [one for one in data if one.startswith("u:")]
        if self.chance.random() < 0.2:
            self._tap(message_id, self.chance.choice(numbers))
        else:
            self._tap(message_id, send)
            if self.chance.random() < 0.2:
                self._tap(message_id, send)

    def _tap(self, message_id: int, data: str) -> None:
        """What a button means is written in it; an old one is tapped from an old screen."""
        verb, *rest = data.split(":")
        match verb, rest:
            case "a", [key, name, value]:
                self.telegram.witness.meant[key, Answered(name, value)] += 1
            case "b" | "u", [key, _]:
                self.telegram.witness.meant[key, Withdrawn] += 1
            case _:
                pass
        query = self.person.tap(message_id, data, force=True)
        self._spinning.append(self.telegram.queries[query])

    def _type(self, choice: str) -> None:
        """A number written instead of tapped, meant for the item on screen."""
        _, key, name, _ = choice.split(":")
        value = self.chance.choice(VALUES)
        self.telegram.witness.meant[key, Answered(name, value)] += 1
        self._say(value + self.chance.choice(["", "", ".", " "]))

    def _scan(self, lokus: str) -> None:
        self.person.scan(self.posters[lokus])

    def _say(self, text: str) -> None:
        self.person.say(text)


async def all_finish(lives: Collection[asyncio.Task[None]], stop: asyncio.Event) -> bool:
    """Tell the lives of citizens to stop, and wait; False if somebody could not end it."""
    stop.set()
    _, late = await asyncio.wait(lives, timeout=_PATIENCE)
    for life in late:
        life.cancel()
    return not late
