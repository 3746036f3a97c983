"""When to speak of a trouble, and when to keep quiet: an hour apart, whatever flaps."""

from dataclasses import dataclass, replace
from typing import Literal, Self

HOUR, DAY = 3600.0, 86_400.0  # seconds
CALM = 600.0  # seconds it must be well before we say so
Word = Literal["alarm", "clear"]


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one trouble. `seen` is how much of it there was at the last look; `news` how much was
    added since we last spoke. `well_since` is 0 while there is any. Times are seconds since 1970.
    """

    seen: int = 0
    news: int = 0
    said_at: float = 0.0
    well_since: float = 0.0
    is_raised: bool = False

    def after_look(self, amount: int, now: float) -> Self:
        """What we know now."""
        well_since = 0.0 if amount else self.well_since or now
        news = self.news + max(0, amount - self.seen)
        return replace(self, seen=amount, news=news, well_since=well_since)

    def word(self, now: float, *, lasts: bool) -> Word | None:
        """What is to be said; a trouble that lasts is told again once a day, and when it is over.

        What does not last has happened, and that is that.
        """
        quiet = now - self.said_at
        if self.news and quiet >= HOUR and (self.seen or not lasts):
            return "alarm"
        if not (lasts and self.is_raised):
            return None
        if self.seen:
            return "alarm" if quiet >= DAY else None
        return "clear" if now - self.well_since >= CALM else None

    def after_saying(self, word: Word, now: float) -> Self:
        """It was heard."""
        if word == "clear":
            return replace(self, news=0, is_raised=False)
        return replace(self, news=0, said_at=now, is_raised=True)
