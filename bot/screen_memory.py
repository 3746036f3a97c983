"""When the question now on screen was put there: by Telegram's clock, and in our own order."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed: `written` is Telegram's time, `fetched` our monotonic seconds."""

    message_id: int
    written: datetime
    fetched: float


@dataclass(frozen=True, slots=True)
class _Shown:
    screen: int
    since: datetime
    noted: float


class ScreenMemory:
    """Lives with the process. For people it does not know, nothing older than its start counts.

    When it has to forget somebody, that start moves up to when their question was shown.
    """

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    def note(self, account: str, screen: int, since: datetime) -> None:
        """The message `screen` now shows the account's question."""
        self._shown[account] = _Shown(screen, since, time.monotonic())
        self._shown.move_to_end(account)
        if len(self._shown) > _MOST:
            _, forgotten = self._shown.popitem(last=False)
            self._started = max(self._started, forgotten.since)

    def was_shown_before(self, text: Text, account: str, screen: int | None) -> bool:
        """Whether a text was written under `screen` as it is now, and so can mean its question.

        Two texts sent in a row, or one sent while the bot was down, must never be booked on a
        question their author had not seen (docs/adr/0007). Telegram's clock knows whole seconds
        only; within one, what we fetched before the question was up was written before it.
        """
        if screen is None or text.message_id <= screen:
            return False
        known = self._shown.get(account)
        if known is None or known.screen != screen:
            return text.written >= self._started
        return text.written >= known.since and text.fetched >= known.noted
