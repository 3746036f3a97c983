"""Tells the senders how their files ended: an album once, as soon as all of it is settled.

At least once: a crash between telling and noting it down tells again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from storage import uploads
from storage.database import Database
from storage.uploads import Batch

log = structlog.get_logger(__name__)
Report = Callable[[Batch], Awaitable[None]]
"""Gets a settled batch, or one with `is_settled` false when it takes long: that only once."""

_WHOLE = 1.5  # seconds without another file: the album is complete, its updates come one by one
_SLOW = 5.0
_FIRST_REST, _LONGEST_REST = 5.0, 600.0  # seconds after a report that failed
_NEVER = float("inf")


@dataclass
class _Watch:
    """What this process knows of a batch: how long it has been looking at it."""

    first: float
    last: float
    files: int
    rest: float = 0.0
    not_before: float = 0.0
    was_called_slow: bool = False
    work: asyncio.Task[None] | None = field(default=None, repr=False)

    def next_look(self, batch: Batch) -> float:
        """The second from which there is something to say."""
        if self.work is not None or (self.was_called_slow and not batch.is_settled):
            return _NEVER
        due = self.last + _WHOLE if batch.is_settled else self.first + _SLOW
        return max(due, self.not_before)


class Reporter:
    """`ticks` is a clock that only runs forward; `wake` is called when a report has ended."""

    def __init__(
        self,
        database: Database,
        report: Report,
        ticks: Callable[[], float],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._report = report
        self._ticks = ticks
        self._wake = wake
        self._watched: dict[str, _Watch] = {}

    async def look(self) -> float:
        """Start what is to be said now; the seconds until there may be more."""
        async with self._database.reading() as connection:
            batches = await uploads.unreported(connection)
        now = self._ticks()
        named = {batch.name: batch for batch in batches}
        busy = {name: one for name, one in self._watched.items() if one.work is not None}
        self._watched = {name: self._watch(name, one, now) for name, one in named.items()} | busy
        for name, batch in named.items():
            if self._watched[name].next_look(batch) <= now:
                self._start(batch, self._watched[name])
        nexts = (self._watched[name].next_look(batch) for name, batch in named.items())
        return min(nexts, default=_NEVER) - now

    async def finish(self) -> None:
        """Wait for the reports under way."""
        works = [one.work for one in self._watched.values() if one.work is not None]
        await asyncio.gather(*works)

    def cancel(self) -> None:
        """Leave what is under way; it is said after the next start."""
        for one in self._watched.values():
            if one.work is not None:
                one.work.cancel()

    def _watch(self, name: str, batch: Batch, now: float) -> _Watch:
        watch = self._watched.get(name) or _Watch(now, now, len(batch.uploads))
        if len(batch.uploads) != watch.files:
            watch.files, watch.last = len(batch.uploads), now
        return watch

    def _start(self, batch: Batch, watch: _Watch) -> None:
        watch.work = asyncio.create_task(self._say(batch, watch))

    async def _say(self, batch: Batch, watch: _Watch) -> None:
        try:
            await self._report(batch)
            if batch.is_settled:
                await self._note(batch)
            watch.was_called_slow |= not batch.is_settled
            watch.rest = 0.0
        except Exception:
            log.exception("evidence.unreported")
            watch.rest = min(_LONGEST_REST, watch.rest * 2 or _FIRST_REST)
            watch.not_before = self._ticks() + watch.rest
        finally:
            watch.work = None
            self._wake()

    async def _note(self, batch: Batch) -> None:
        async with self._database.writing() as connection:
            await uploads.mark_reported(connection, [one.id for one in batch.uploads])
