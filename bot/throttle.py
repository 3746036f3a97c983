"""Limits on what one person may send, so that a flood costs others nothing."""

from limits import parse, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from bot import wording
from bot.errors import BadSettings
from bot.screens import Screen
from bot.speech import NOTHING, Occasion, Said

_TOASTS = parse("5/10 seconds")
_MESSAGES = parse("1/minute")


class Throttle:
    """`rules` as the `limits` library writes them: "60/10 seconds;240/minute"."""

    def __init__(self, rules: str) -> None:
        try:
            self._rules = parse_many(rules)
        except ValueError as error:
            cure = 'LOKET_LIMITS: write it like "60/10 seconds;240/minute"'
            raise BadSettings([cure]) from error
        # A moving window would keep a list per account for ever; a fixed one lets go.
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def allows(self, account: str) -> bool:
        """Counts one update of this account."""
        return all(self._limiter.hit(rule, account) for rule in self._rules)

    def slow_down(self, occasion: Occasion, account: str) -> Said:
        """A few words, then none: answering a flood would hold up everybody else."""
        if occasion.query_id:
            is_told = self._limiter.hit(_TOASTS, "toast", account)
            return Said(toast=wording.TOO_FAST) if is_told else NOTHING
        is_told = self._limiter.hit(_MESSAGES, "message", account)
        return Said(Screen(wording.TOO_FAST), at_bottom=True) if is_told else NOTHING
