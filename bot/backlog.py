"""Which updates waited before they reached us: their taps tell nothing of how fast people are.

After an outage of ours or of Telegram's the taps of half an hour arrive at once, and whoever took
their time would look hasty (design §6, `timing_valid`).
"""

from collections.abc import Callable
from typing import Any

from bot.intake import Fetch

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
