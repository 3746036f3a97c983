"""Long polling that tells Telegram "received" only after the commit (docs/adr/0004, 0008).

Telegram keeps an update until a later offset is asked for. So the offset never passes an update
that is still in work: one slow person delays the confirmation, not the others' turns.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.lanes import Lanes
from bot.speech import Occasion

log = structlog.get_logger(__name__)

Fetch = Callable[[int | None, int], Awaitable[list[dict[str, Any]]]]
Take = Callable[[dict[str, Any], float], Awaitable[None]]

_PATIENCE = 25  # seconds a long poll waits for the first update
_LOOK_AGAIN = 1.0  # seconds until updates of other people are fetched past a slow one
_TOO_SOON = 0.2
_DRAIN = 20.0  # seconds for turns in hand when the program is told to stop
_LONGEST_PAUSE = 30.0
AT_ONCE = 64


class Intake:
    """`take` gets an update and the monotonic second it was fetched in.

    It must come back only when the update is settled: committed, or put aside.
    """

    def __init__(self, fetch: Fetch, take: Take, lanes: Lanes | None = None) -> None:
        self._fetch = fetch
        self._take = take
        self.lanes = lanes or Lanes(AT_ONCE)
        self._in_work: dict[int, asyncio.Task[None]] = {}
        self._settled: set[int] = set()
        self._pause = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop, then finish what is in hand and confirm it."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            polling = asyncio.create_task(self.poll(_PATIENCE))
            await asyncio.wait([polling, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not polling.done():
                polling.cancel()
            await asyncio.gather(polling, return_exceptions=stop.is_set())
        await self._drain()

    async def poll(self, patience: int) -> None:
        """Fetch once, put everything new to work, and wait a moment for it to settle."""
        offset = self._offset()
        loop = asyncio.get_running_loop()
        asked = loop.time()
        try:
            batch = await self._fetch(offset, patience)
        except TelegramUnauthorizedError:
            raise
        except AiogramError as error:
            await self._rest(error)
            return
        self._pause = 0.0
        # What lies before the offset is confirmed now; new ids may start anywhere after that.
        self._settled = {one for one in self._settled if offset and one >= offset}
        self._put_to_work(batch, loop.time())
        if not batch and patience and loop.time() - asked < _TOO_SOON:
            await asyncio.sleep(_TOO_SOON)  # a server that does not wait must not make us spin
        if busy := {*self._in_work.values(), *self.lanes.asides}:
            await asyncio.wait(busy, timeout=_LOOK_AGAIN)

    def _offset(self) -> int | None:
        """The first update still in work, or the one after all that are settled."""
        self._forget_finished()
        if self._in_work:
            return min(self._in_work)
        return max(self._settled) + 1 if self._settled else None

    def _put_to_work(self, batch: Iterable[dict[str, Any]], fetched: float) -> None:
        for raw in batch:
            occasion = Occasion.of(raw)
            if occasion.update_id in self._in_work or occasion.update_id in self._settled:
                continue
            work = self.lanes.put(occasion.person, partial(self._take, raw, fetched))
            self._in_work[occasion.update_id] = work

    def _forget_finished(self) -> None:
        for update_id, work in list(self._in_work.items()):
            if not work.done() or work.cancelled():
                continue  # cut off by the drain is not settled: it must come again
            del self._in_work[update_id]
            if error := work.exception():
                raise error
            self._settled.add(update_id)

    async def _drain(self) -> None:
        """Turns in hand are finished and confirmed, so that none of them is spoken twice."""
        await self.lanes.drain(self._in_work.values(), _DRAIN)
        self._forget_finished()
        try:
            await self._fetch(self._offset(), 0)
        except AiogramError as error:
            log.info("stop.unconfirmed", kind=type(error).__name__)

    async def _rest(self, error: AiogramError) -> None:
        """Telegram is away or says no: wait longer each time, and say what to do about it."""
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 or 0.5)
        pause = self._pause * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
        if isinstance(error, TelegramRetryAfter):
            pause = float(error.retry_after)
        cure = ""
        if isinstance(error, TelegramConflictError):
            cure = "another program polls with this token, or a webhook is set: stop it"
        log.warning("poll.failed", kind=type(error).__name__, pause=round(pause, 1), cure=cure)
        await asyncio.sleep(pause)
