"""Limits on what one person may send, so that a flood costs others nothing."""

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot import wording
from bot.errors import BadSettings
from bot.screens import Screen
from bot.speech import Occasion, Said


class Throttle:
    """`rules` as the `limits` library writes them: "60/10 seconds;240/minute"."""

    def __init__(self, rules: str) -> None:
        try:
            self._rules = parse_many(rules)
            self._words = parse_many("1/minute")
        except ValueError as error:
            cure = 'LOKET_LIMITS: write it like "60/10 seconds;240/minute"'
            raise BadSettings([cure]) from error
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, account: str) -> bool:
        """Counts one update of this account."""
        return all(self._limiter.hit(rule, account) for rule in self._rules)

    def slow_down(self, occasion: Occasion, account: str) -> Said:
        """A toast for every tap, but a message at most once a minute: no flood of our own."""
        if occasion.query_id:
            return Said(toast=wording.TOO_FAST)
        is_first = all(self._limiter.hit(rule, "said", account) for rule in self._words)
        return Said(Screen(wording.TOO_FAST), at_bottom=True) if is_first else Said()
