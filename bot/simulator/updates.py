"""The queue of updates of one bot, with Telegram's rules of confirmation and conflict."""

import asyncio
import copy
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.simulator.chance import Chance
from bot.simulator.refusals import RIVAL_POLLER, Json, Refused, conflict

DAY = 24 * 3600.0
WEEK = 7 * DAY
QUERY_LIFE = 150.0
MAX_BATCH = 100
MAX_TIMEOUT = 50
ONLY_WHEN_ASKED = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class Pending:
    update: Json
    expires_at: float


@dataclass
class Shelf:
    """What survives a restart of the simulator."""

    next_id: int
    pending: dict[int, Pending] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    confirmed_upto: int = 0
    last_pushed_at: float = 0.0


class UpdateQueue:
    def __init__(self, chance: Chance, clock: Callable[[], float]) -> None:
        self._chance = chance
        self._clock = clock
        self.shelf = Shelf(self._new_start())
        self._bell = asyncio.Event()
        self._turn = 0
        self._cut: Refused | None = None
        self.again: list[Json] = []

    def _new_start(self) -> int:
        return self._chance.randrange(100_000_000, 900_000_000)

    def push(self, kind: str, payload: Json, *, lives: float = DAY) -> int | None:
        """Queue an update, unless the bot has said that it does not want this kind."""
        if not self.wants(kind):
            return None
        update_id = self._take_id()
        self._add({"update_id": update_id, kind: copy.deepcopy(payload)}, lives)
        return update_id

    def inject(self, update: Json) -> int:
        """Queue any object at all, however odd, as if Telegram had made it."""
        update_id = int(update["update_id"]) if "update_id" in update else self._take_id()
        self.shelf.next_id = max(self.shelf.next_id, update_id + 1)
        self._add({**update, "update_id": update_id}, DAY)
        return update_id

    def wants(self, kind: str) -> bool:
        allowed = self.shelf.allowed
        return kind in allowed if allowed else kind not in ONLY_WHEN_ASKED

    def _take_id(self) -> int:
        if self._is_stale():
            self.shelf.next_id = self._new_start()
        self.shelf.next_id += 1
        return self.shelf.next_id - 1

    def _is_stale(self) -> bool:
        """After a week without updates Telegram chooses the next number at random."""
        last = self.shelf.last_pushed_at
        return bool(last) and not self.shelf.pending and self._clock() - last > WEEK

    def _add(self, update: Json, lives: float) -> None:
        self.shelf.last_pushed_at = self._clock()
        self.shelf.pending[update["update_id"]] = Pending(update, self._clock() + lives)
        self._bell.set()

    def waiting(self) -> list[Json]:
        """Everything not yet confirmed and not yet too old, oldest first."""
        now = self._clock()
        for update_id, entry in list(self.shelf.pending.items()):
            if entry.expires_at <= now:
                del self.shelf.pending[update_id]
        return [self.shelf.pending[update_id].update for update_id in sorted(self.shelf.pending)]

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only that many at the end."""
        if offset < 0:
            kept = [update["update_id"] for update in self.waiting()[offset:]]
            offset = kept[0] if kept else 0
        for update_id in [number for number in self.shelf.pending if number < offset]:
            self.drop(update_id)

    def drop(self, update_id: int) -> None:
        if self.shelf.pending.pop(update_id, None):
            self.shelf.confirmed_upto = max(self.shelf.confirmed_upto, update_id)

    def clear(self) -> None:
        self.shelf.pending.clear()
        self.again.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer at once if there is anything, else as soon as something arrives."""
        self.cut(conflict(RIVAL_POLLER))
        self._cut = None
        self._turn += 1
        turn, until = self._turn, time.monotonic() + min(max(seconds, 0), MAX_TIMEOUT)
        self.confirm(offset)
        while not (batch := self._batch(limit)) and (rest := until - time.monotonic()) > 0:
            await self._ring(rest)
            self._check(turn)
        return batch

    def _batch(self, limit: int) -> list[Json]:
        again, self.again = self.again, []
        return [*again, *self.waiting()][: min(max(limit, 1), MAX_BATCH)]

    async def _ring(self, seconds: float) -> None:
        self._bell.clear()
        # not wait_for: in Python 3.11 it swallows a cancellation that meets a ringing bell
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._bell.wait()

    def _check(self, turn: int) -> None:
        if turn != self._turn:
            raise conflict(RIVAL_POLLER)
        if self._cut:
            raise self._cut

    def cut(self, refusal: Refused) -> None:
        """End the poll that is waiting now, if any."""
        self._cut = refusal
        self._bell.set()

    async def arrival(self, seconds: float) -> None:
        """Sleep until something is queued: the webhook's way of waiting."""
        await self._ring(seconds)
