"""Limits on what one person may send, so that a flood costs others nothing."""

import time
from collections.abc import Callable
from typing import Any, Self

import structlog
from limits import RateLimitItem, parse, parse_many
from limits.aio.storage import RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import Redis

from bot import wording
from bot.errors import BadSettings
from bot.screens import Screen
from bot.speech import NOTHING, Occasion, Said

log = structlog.get_logger(__name__)
_TOASTS = parse("5/10 seconds")
_MESSAGES = parse("1/minute")
_SWEEP = 60.0  # seconds


class Windows:
    """Fixed windows, each from its first hit on, by seconds that only run forward.

    By the time of day, as `limits` has them, a window would stand as long as a clock was set back.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._swept = ticks()
        self.counts: dict[str, tuple[float, int]] = {}

    def hit(self, rule: RateLimitItem, *names: str) -> bool:
        """Counts; False once there were more than the rule allows."""
        now, key = self._ticks(), rule.key_for(*names)
        if now - self._swept >= _SWEEP:
            self._swept = now
            self.counts = {name: one for name, one in self.counts.items() if one[0] > now}
        until, count = self.counts.get(key, (now, 0))
        if until <= now:
            until, count = now + rule.get_expiry(), 0
        self.counts[key] = until, count + 1
        return count < rule.amount


class Throttle:
    """`rules` as the `limits` library writes them: "60/10 seconds;240/minute".

    With a `storage` of several processes, a person has the same limits before all of them; while
    that is away, each counts for itself.
    """

    def __init__(
        self,
        rules: str,
        storage: Storage | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            self._rules = parse_many(rules)
        except ValueError as error:
            cure = 'LOKET_LIMITS: write it like "60/10 seconds;240/minute"'
            raise BadSettings([cure]) from error
        self.own = Windows(ticks)
        self._shared = FixedWindowRateLimiter(storage) if storage else None

    @classmethod
    def of_all(cls, rules: str, redis: Redis) -> Self:
        """The same limits before every process that uses this Redis."""
        pool: Any = redis.connection_pool  # which `limits` takes, but does not tell mypy
        shared = RedisStorage(
            "async+redis://",  # the pool knows where
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="loket:limits",
            connection_pool=pool,
        )
        return cls(rules, shared)

    async def allows(self, account: str) -> bool:
        """Counts one update of this account."""
        for rule in self._rules:
            if not await self._hit(rule, account):
                return False
        return True

    async def slow_down(self, occasion: Occasion, account: str) -> Said:
        """A few words, then none: answering a flood would hold up everybody else."""
        if occasion.query_id:
            is_told = await self._hit(_TOASTS, "toast", account)
            return Said(toast=wording.TOO_FAST) if is_told else NOTHING
        is_told = await self._hit(_MESSAGES, "message", account)
        return Said(Screen(wording.TOO_FAST), at_bottom=True) if is_told else NOTHING

    async def _hit(self, rule: RateLimitItem, *names: str) -> bool:
        if self._shared is not None:
            try:
                return await self._shared.hit(rule, *names)
            except StorageError as error:
                log.warning("redis.away", kind=type(error.storage_error).__name__)
        return self.own.hit(rule, *names)
