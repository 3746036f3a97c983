"""Where, when and from which account, in steps coarse enough to point at nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from survey_flows.quality.rows import Opening, Seen

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """Both included; without `last` it has not ended."""

    first: date
    last: date | None = None

    def meets(self, other: "Days") -> bool:
        """Whether the two have a day in common."""
        starts_in_time = other.last is None or self.first <= other.last
        return starts_in_time and (self.last is None or other.first <= self.last)


def seen(days: int | None) -> Seen | None:
    """Bucket of the days since the bot first met the account (exported `acct_seen`).

    No threshold: on a citizen's first day with the bot everybody is new.

    >>> [str(seen(days)) for days in (0, 1, 7, 8)], seen(None)
    (['0', '1-7', '1-7', '8+'], None)
    """
    if days is None:
        return None
    if days < 1:
        return Seen.TODAY
    return Seen.WEEK if days <= _WEEK else Seen.LONGER


def is_staff_account(posts: Iterable[Days], period: Days) -> bool:
    """Whether the account held any post within the period, also one that began after it answered.

    >>> period = Days(date(2026, 11, 1), date(2026, 12, 31))
    >>> is_staff_account([Days(date(2026, 12, 20))], period), is_staff_account([], period)
    (True, False)
    """
    return any(post.meets(period) for post in posts)


def is_outside(day: date, hour: int, opening: Opening) -> bool:
    """Whether the counter was closed (exported `outside_hours`); at home that is no wonder.

    >>> is_outside(date(2026, 11, 16), 9, Opening()), is_outside(date(2026, 11, 15), 9, Opening())
    (False, True)
    """
    return day.weekday() not in opening.weekdays or not opening.first <= hour < opening.end
