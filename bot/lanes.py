"""Work of one person in order, of different people at the same time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

import structlog
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
_HELD = 120.0  # seconds; longer than a turn with all its tries
_WAIT = 60.0
_LOOK = 0.02
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
        task = asyncio.create_task(self._run(before, person, work))
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

    async def drain(self, works: Collection[asyncio.Task[None]], seconds: float) -> None:
        """What is in hand, asides too, has a moment to finish; then it is cut off."""
        busy = {*works, *self.asides}
        if busy:
            log.info("stop.draining", updates=len(works))
            await asyncio.wait(busy, timeout=seconds)
        for work in busy:
            work.cancel()
        await asyncio.gather(*busy, return_exceptions=True)

    async def _run(self, before: asyncio.Task[None] | None, person: int, work: Work) -> None:
        if before is not None:
            await asyncio.wait([before])
        async with self._places, self._alone(person):
            await work()

    @asynccontextmanager
    async def _alone(self, _person: int, /) -> AsyncIterator[None]:
        """While nobody else works for this person; in one process the lane sees to that."""
        yield

    def _clear(self, person: int, done: asyncio.Task[None]) -> None:
        if self._tails.get(person) is done:
            del self._tails[person]


class SharedLanes(Lanes):
    """The same among processes: Telegram brings a text and a tap of one person side by side.

    `name` turns a person into what Redis may know. Without Redis all go on: then no typed number
    counts (`SharedScreenMemory`), and a tap names its item.
    """

    def __init__(self, at_once: int, redis: Redis, name: Callable[[int], str]) -> None:
        super().__init__(at_once)
        self._redis = redis
        self._name = name

    @asynccontextmanager
    async def _alone(self, person: int, /) -> AsyncIterator[None]:
        key = f"loket:person:{self._name(person)}"
        lock = self._redis.lock(key, timeout=_HELD, sleep=_LOOK, blocking_timeout=_WAIT)
        is_held = False
        try:
            is_held = await lock.acquire()
        except RedisError as error:
            log.warning("redis.away", kind=type(error).__name__)
        try:
            yield
        finally:
            if is_held:
                await _let_go(lock)


async def _let_go(lock: Lock) -> None:
    try:
        await lock.release()
    except RedisError as error:
        log.warning("redis.away", kind=type(error).__name__)
