"""The bot keeps its word to citizens: what is owed to them is said, and the chat forgotten.

At least once: settled when Telegram has taken it, so a crash in between says it again.
"""

import asyncio
from functools import partial

from bot.chores import calmly, run_chores
from bot.courier import Courier
from bot.debt_screens import Words, words_for
from bot.house import House
from bot.notes import Note, Notes, read_note
from storage import backchecks, bookmarks, erasing, owed, requests
from storage.database import Connection, Database
from storage.owed import Debt
from survey_flows.pseudonyms import account
from survey_flows.weeks import hour_of

_EVERY = 30.0  # seconds


class Debts:
    """`run` it beside the intake."""

    def __init__(self, house: House, database: Database, courier: Courier) -> None:
        self._house = house
        self._database = database
        self._courier = courier
        self._said: dict[int, int] = {}
        self._folded = -1

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop."""
        await run_chores(stop, ((self.look, _EVERY),))

    async def look(self) -> None:
        """Say everything that is due now; what came too late to be said is forgotten."""
        hour = hour_of(self._house.clock())
        async with self._database.reading() as connection:
            due = await owed.due(connection, hour)
        for debt in due:
            is_late = debt.until_hour <= hour
            await calmly(partial(self._settle if is_late else self._pay, debt))
        await self._fold()

    async def _settle(self, debt: Debt) -> None:
        async with self._database.writing() as connection:
            await owed.settle(connection, debt.id)

    async def _pay(self, debt: Debt) -> None:
        note = read_note(debt.sealed, self._house.keys.chats)
        if debt.kind == "clear":
            if await self._courier.take_away(note.chat, note.message):
                await self._settle(debt)
            return
        async with self._database.reading() as connection:
            words = await words_for(self._house, connection, debt.kind, note)
        if words == "needless":
            await self._settle(debt)
        elif words != "wait" and await self._is_said(debt, note, words):
            await self._note_down(debt, note, words)

    async def _is_said(self, debt: Debt, note: Note, words: Words) -> bool:
        """What was said but could not be noted down is not said again by this process."""
        if debt.id in self._said:
            return True
        async with self._database.writing() as connection:
            if not await owed.is_owed(connection, debt.id):
                return False
            name = account(self._house.keys.account, note.chat)
            await bookmarks.start_moving(connection, name)
        message = await self._courier.deliver(note.chat, words.screen)
        if message is not None:
            self._said[debt.id] = message
        return message is not None

    async def _note_down(self, debt: Debt, note: Note, words: Words) -> None:
        async with self._database.writing() as connection:
            await owed.settle(connection, debt.id)
            if self._said[debt.id]:
                await self._follow_up(connection, debt, note, words)
            if note.request:
                await requests.do(connection, note.request, self._house.today())
        del self._said[debt.id]

    async def _follow_up(
        self, connection: Connection, debt: Debt, note: Note, words: Words
    ) -> None:
        """Somebody was asked, or has private words on screen, which must not stay there."""
        match debt.kind:
            case "backcheck":
                today = self._house.today(words.lokus)
                await backchecks.ask(connection, words.submission_id, today)
            case "data":
                notes = Notes(self._house, connection, note.chat)
                await notes.owe_clearing(self._said[debt.id], words.lokus)
            case _:
                pass

    async def _fold(self) -> None:
        """What was erased must not stay readable in SQLite's WAL."""
        async with self._database.reading() as connection:
            erasures = await requests.count(connection, "erase")
        if erasures != self._folded and await erasing.fold(self._database):
            self._folded = erasures
