"""What is counted while the bot works; from its start on, and nothing about anybody."""

import asyncio
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.intake import Fetch
from bot.speech import Reply, Settle

_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Figures:
    """A registry of its own: two bots in one process do not count into each other."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.registry = CollectorRegistry()
        self._taken = Counter("loket_updates_taken", "Updates settled.", registry=self.registry)
        self._parked = Counter("loket_updates_parked", "Put aside.", registry=self.registry)
        self._unsent = Counter(
            "loket_sends_failed", "Given up after every try.", registry=self.registry
        )
        self._turns = Histogram(
            "loket_turn_seconds",
            "From the arrival of an update until it is committed and answered.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._ticks = ticks
        self._polled_at = ticks()
        self.is_polling = True

    @property
    def silence(self) -> float:
        """Seconds since Telegram answered a poll, or since the start; none with a webhook."""
        return self._ticks() - self._polled_at if self.is_polling else 0.0

    def parked(self) -> None:
        """An update was put aside."""
        self._parked.inc()

    def unsent(self) -> None:
        """Telegram did not take what we had to say."""
        self._unsent.inc()

    def polling(self, fetch: Fetch) -> Fetch:
        """The same, and notes when it worked."""

        async def fetched(offset: int | None, seconds: int) -> list[dict[str, Any]]:
            batch = await fetch(offset, seconds)
            self._polled_at = self._ticks()
            return batch

        return fetched

    def taking(self, take: Settle) -> Settle:
        """The same, and counts what is settled, and how long that took."""

        async def taken(raw: dict[str, Any], fetched: float, reply: Reply | None = None, /) -> None:
            await take(raw, fetched, reply)
            self._taken.inc()
            self._turns.observe(asyncio.get_running_loop().time() - fetched)

        return taken
