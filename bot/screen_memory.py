"""When the question now on screen was put there, by Telegram's own clock."""

from collections import OrderedDict
from datetime import datetime

_MOST = 20_000


class ScreenMemory:
    """Lives with the process. After a restart nothing older than the start counts as shown."""

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._shown: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def note(self, account: str, screen: int, shown: datetime) -> None:
        """The message `screen` now shows the account's question."""
        self._shown[account] = (screen, shown)
        self._shown.move_to_end(account)
        if len(self._shown) > _MOST:
            self._shown.popitem(last=False)

    def was_shown_before(
        self, message_id: int, written: datetime, account: str, screen: int | None
    ) -> bool:
        """Whether a text was written under `screen` as it is now, and so can mean its question.

        Two texts sent in a row, or one sent while the bot was down, must never be booked on a
        question their author had not seen (docs/adr/0007). Telegram's clock knows seconds only:
        within the same one nobody can tell which came first, and nobody reads that fast.
        """
        if screen is None or message_id <= screen:
            return False
        known = self._shown.get(account)
        is_known = known is not None and known[0] == screen
        return written > (known[1] if known and is_known else self._started)
