"""When the question now on screen was put there, by Telegram's clock."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
_MOST = 20_000
_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed; `written` is Telegram's time."""

    message_id: int
    written: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """The message that shows a question, since when, and whether it showed another before."""

    screen: int
    since: datetime
    is_edited: bool

    def is_under(self, text: Text) -> bool:
        """Whether a text came after the question: a new message proves it by its number alone.

        Telegram's clock knows whole seconds: one in which a message was edited proves nothing.
        """
        if self.is_edited:
            return text.written > self.since
        return text.message_id > self.screen

    def as_word(self) -> str:
        """One word, from which `from_word` makes the same again."""
        return f"{self.screen}:{int(self.since.timestamp())}:{int(self.is_edited)}"

    @classmethod
    def from_word(cls, word: str) -> Self:
        screen, since, is_edited = map(int, word.split(":"))
        return cls(screen, datetime.fromtimestamp(since, UTC), bool(is_edited))


class ScreenMemory:
    """Lives with the process. For people it does not know, nothing older than its start counts.

    When it has to forget somebody, that start moves up to when their question was shown.
    """

    def __init__(self, started: datetime) -> None:
        self._started = started
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    async def note(self, account: str, shown: Shown) -> None:
        """The message now shows the account's question."""
        self._shown[account] = shown
        self._shown.move_to_end(account)
        if len(self._shown) > _MOST:
            _, forgotten = self._shown.popitem(last=False)
            self._started = max(self._started, forgotten.since)

    async def was_shown_before(self, text: Text, account: str, screen: int | None) -> bool:
        """Whether a text was written under `screen` as it is now, and so can mean its question.

        Two texts sent in a row, or one sent while the bot was down, must never be booked on a
        question their author had not seen (docs/adr/0007).
        """
        if screen is None or text.message_id <= screen:
            return False
        known = await self._known(account)
        if known is None or known.screen != screen:
            return self._counts_unknown(text)
        return known.is_under(text)

    async def _known(self, account: str) -> Shown | None:
        return self._shown.get(account)

    def _counts_unknown(self, text: Text, /) -> bool:
        return text.written > self._started


class SharedScreenMemory(ScreenMemory):
    """Kept in Redis for all processes behind one webhook; what it does not know does not count."""

    def __init__(self, redis: Redis, started: datetime) -> None:
        super().__init__(started)
        self._redis = redis

    async def note(self, account: str, shown: Shown) -> None:
        try:
            await self._redis.set(_key(account), shown.as_word(), ex=_KEPT)
        except RedisError as error:
            log.warning("redis.away", kind=type(error).__name__)

    async def _known(self, account: str) -> Shown | None:
        try:
            word = await self._redis.get(_key(account))
        except RedisError as error:
            log.warning("redis.away", kind=type(error).__name__)
            return None
        return Shown.from_word(str(word)) if word else None

    def _counts_unknown(self, _text: Text, /) -> bool:
        return False


def _key(account: str) -> str:
    return f"loket:screen:{account}"
