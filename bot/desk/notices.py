"""The bot speaks first: it greets whoever was confirmed, and reminds staff of their form.

At least once: noted down when Telegram has taken it, so a crash in between says it again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.chores import calmly, run_chores
from bot.courier import Courier
from bot.desk import wording
from bot.desk.notice_screens import greeting
from bot.desk.reminder_round import Place, due_at, places
from bot.desk.rooms import FORM
from bot.house import House
from bot.screens import Screen
from bot.sealing import open_chat
from storage import bookmarks, reminders, staff
from storage.database import Connection, Database
from storage.staff import Member, Post

_GREET_EVERY, _REMIND_EVERY = 10.0, 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Notice:
    """`name` is the same for the same notice; `mark` notes down that it was said."""

    name: str
    member: Member
    screen: Screen
    mark: Callable[[Connection], Awaitable[None]]


class Notices:
    """`run` it beside the intake."""

    def __init__(self, house: House, database: Database, courier: Courier) -> None:
        self._house = house
        self._database = database
        self._courier = courier
        self._unmarked: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; what is then being said has a moment to be noted down."""
        await run_chores(stop, ((self.greet, _GREET_EVERY), (self.remind, _REMIND_EVERY)))

    async def look(self) -> None:
        """Say everything that is due now."""
        await self.greet()
        await self.remind()

    async def greet(self) -> None:
        """Tell whoever was confirmed, at any hour: they are waiting for it."""
        async with self._database.reading() as connection:
            untold = await staff.untold(connection)
        for post in untold:
            await calmly(partial(self._greet, post))

    async def _greet(self, post: Post) -> None:
        """With the menu of commands that staff have."""
        mark = partial(staff.mark_told, post_id=post.id)
        await self._speak(Notice(f"post {post.id}", post.member, greeting(post), mark))
        chat = open_chat(post.member.chat, self._house.keys.chats)
        await self._courier.offer_commands(chat, wording.COMMANDS)

    async def remind(self) -> None:
        """Form by form, as it stands when its turn comes."""
        if not self._house.publishes(FORM):
            return
        async with self._database.reading() as connection:
            found = await places(self._house, connection)
        for place in found:
            await calmly(partial(self._remind_at, place))

    async def _remind_at(self, place: Place) -> None:
        async with self._database.reading() as connection:
            wanted = await due_at(self._house, connection, place)
        for one in wanted:
            mark = partial(reminders.note, new=one.note)
            name = f"{one.note.staff_id} {one.note.owner} {one.note.kind}"
            await self._say(Notice(name, one.member, one.screen, mark))

    async def _say(self, notice: Notice) -> None:
        """What was said but could not be noted down is not said again by this process."""
        await calmly(partial(self._speak, notice))

    async def _speak(self, notice: Notice) -> None:
        if notice.name not in self._unmarked:
            if not await self._is_delivered(notice):
                return
            self._unmarked.add(notice.name)
        async with self._database.writing() as connection:
            await notice.mark(connection)
        self._unmarked.discard(notice.name)

    async def _is_delivered(self, notice: Notice) -> bool:
        """A text typed from now on may be meant for us, not for the question further up."""
        chat = open_chat(notice.member.chat, self._house.keys.chats)
        async with self._database.writing() as connection:
            await bookmarks.start_moving(connection, notice.member.account)
        return await self._courier.notify(chat, notice.screen)
