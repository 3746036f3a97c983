"""Work of one person in order, of different people at the same time."""

import asyncio
from collections.abc import Awaitable, Callable

Work = Callable[[], Awaitable[None]]


class Lanes:
    """A lane per person; at most `at_once` pieces of work run together."""

    def __init__(self, at_once: int) -> None:
        self._tails: dict[int, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(at_once)
        self.asides: set[asyncio.Task[None]] = set()

    def put(self, person: int, work: Work) -> asyncio.Task[None]:
        """Queue work behind everything this person has in hand; the task ends with the work."""
        before = self._tails.get(person)
        task = asyncio.create_task(self._run(before, work))
        self._tails[person] = task
        task.add_done_callback(lambda done: self._clear(person, done))
        return task

    async def in_turn(self, person: int, work: Work) -> None:
        """Do something of our own between the updates of a person, not across one."""
        await self.put(person, work)

    def aside(self, person: int, work: Work) -> None:
        """The same, and nobody waits for it."""
        task = self.put(person, work)
        self.asides.add(task)
        task.add_done_callback(self.asides.discard)

    async def _run(self, before: asyncio.Task[None] | None, work: Work) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._places:
            await work()

    def _clear(self, person: int, done: asyncio.Task[None]) -> None:
        if self._tails.get(person) is done:
            del self._tails[person]
