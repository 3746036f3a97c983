"""Telegram's pace, if switched on: about one message a second per chat and 30 overall."""

import math
from collections.abc import Callable

from bot.simulator.refusals import too_many_requests

ALL = ""
PER_SECOND = {ALL: 30.0}
PER_CHAT = 1.0
BURST = 5.0
SLOWED = ("send", "edit", "copy", "forward")


class Pace:
    """A bucket per chat and one for all; each call takes a drop, time refills them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self.is_on = False

    def check(self, method: str, chat_id: str) -> None:
        if not self.is_on or not method.lower().startswith(SLOWED):
            return
        waits = [self._wait(ALL), self._wait(chat_id)]
        if max(waits) > 0:
            raise too_many_requests(math.ceil(max(waits)))
        for key in (ALL, chat_id):
            level, at = self._level(key)
            self._buckets[key] = (level - 1, at)

    def _wait(self, key: str) -> float:
        level, _ = self._level(key)
        return max(0.0, (1 - level) / PER_SECOND.get(key, PER_CHAT))

    def _level(self, key: str) -> tuple[float, float]:
        rate, now = PER_SECOND.get(key, PER_CHAT), self._clock()
        most = max(BURST, rate)
        level, at = self._buckets.get(key, (most, now))
        return min(most, level + (now - at) * rate), now
