"""Which updates waited before they reached us: their taps tell nothing of how fast people are.

After an outage of ours or of Telegram's the taps of half an hour arrive at once, and whoever took
their time would look hasty (design §6, `timing_valid`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import WebhookInfo

from bot.intake import Fetch

log = structlog.get_logger(__name__)

PATIENCE = 30.0
"""Seconds without an answered poll, or in our own queue, after which an update counts as late."""

_FULL = 100  # updates Telegram gives at once: there are more where these came from


class Backlog:
    """Notes late updates when they are fetched; `ticks` gives seconds that only run forward."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._polled: float | None = None
        self._is_behind = True
        self._late: set[int] = set()

    def polling(self, fetch: Fetch) -> Fetch:
        """The same, and notes what waited."""

        async def fetched(offset: int | None, seconds: int) -> list[dict[str, Any]]:
            batch = await fetch(offset, seconds)
            self._note(batch)
            return batch

        return fetched

    def has_waited(self, update_id: int, fetched: float) -> bool:
        """Whether this update was late; asked once of each."""
        is_late = update_id in self._late
        self._late.discard(update_id)
        return is_late or (fetched > 0 and self._ticks() - fetched > PATIENCE)

    def _note(self, batch: list[dict[str, Any]]) -> None:
        now = self._ticks()
        if self._polled is None or now - self._polled > PATIENCE:
            self._is_behind = True
        self._polled = now
        if self._is_behind:
            self._late |= {one["update_id"] for one in batch if "update_id" in one}
        if len(batch) < _FULL:
            self._is_behind = False


_LOOK = 10.0  # seconds
_RECENT = timedelta(minutes=10)


class WebhookBacklog(Backlog):
    """The same where Telegram brings the updates: it says how many wait, and what went wrong.

    Until it has said so once, and while it does not, everything counts as late.
    """

    def __init__(self, ticks: Callable[[], float], usual: int) -> None:
        super().__init__(ticks)
        self._usual = usual

    def has_waited(self, update_id: int, fetched: float) -> bool:
        """Whether this update may have been late."""
        return self._is_behind or super().has_waited(update_id, fetched)

    async def run(self, stop: asyncio.Event, ask: Callable[[], Awaitable[WebhookInfo]]) -> None:
        """Ask now and then, until told to stop."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            try:
                self._is_behind = self._tells_of_waiting(await ask())
            except (AiogramError, TimeoutError) as error:
                log.warning("webhook.unknown", kind=type(error).__name__)
                self._is_behind = True
            await asyncio.wait([stopping], timeout=_LOOK)

    def _tells_of_waiting(self, info: WebhookInfo) -> bool:
        if info.pending_update_count > self._usual:
            return True
        failed = info.last_error_date
        is_fresh = failed is not None and datetime.now(UTC) - failed < _RECENT
        return is_fresh and info.pending_update_count > 0
