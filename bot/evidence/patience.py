"""When to try again, and when to stop trying."""

from dataclasses import dataclass
from datetime import timedelta

from storage.uploads import Upload

GONE, GAVE_UP = "gone", "gave_up"
_FIRST, _LONGEST = 2, 900  # seconds
_GIVE_UP = timedelta(days=3).total_seconds()
_GONE_PAUSES = (15, 60, 600, 3000)
"""Telegram answers "wrong file_id or temporarily unavailable" in one: five tries over an hour."""


@dataclass(frozen=True, slots=True)
class Later:
    """Try again then, after so many tries that failed for the same reason."""

    tries: int
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """It is lost."""

    reason: str


def after(upload: Upload, reason: str, now: int, jitter: float, asked: int = 0) -> Later | Never:
    """What follows a failure. `jitter` is 0 to 1; `asked` how long we were told to wait at least.

    Pauses double from 2 seconds to 15 minutes, for three days, over restarts.
    """
    tries = upload.tries + 1 if upload.reason == reason else 1
    if reason == GONE:
        if tries > len(_GONE_PAUSES):
            return Never(GONE)
        return Later(tries, now + _GONE_PAUSES[tries - 1], reason)
    if now - upload.sent_at > _GIVE_UP:
        return Never(GAVE_UP)
    longest = min(_LONGEST, _FIRST * 2 ** min(tries - 1, 20))
    pause = max(1, round(longest * (0.5 + jitter / 2)), asked)
    return Later(tries, now + pause, reason)
