"""What the flags are computed from: one response with what was measured and what is known of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_HOURS = 24


class Backcheck(StrEnum):
    """What the citizen said when asked privately, 2 to 24 hours later: who filled it in."""

    NONE = "none"
    ASKED = "asked"
    SELF = "self"
    ASSISTED = "assisted"
    STAFF = "staff"


class Seen(StrEnum):
    """Days since the bot first met the account, coarse on purpose."""

    TODAY = "0"
    WEEK = "1-7"
    LONGER = "8+"


@dataclass(frozen=True, slots=True)
class Measures:
    """Taken while it was answered; None where nobody measured.

    `gaps` are tenths of seconds before the tap of each item, in printed order.
    """

    gaps: tuple[int | None, ...] = ()
    seconds: int | None = None
    timing_valid: bool | None = None
    outside_hours: bool | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Known beside the answers; None where nobody knows. `assurance` is the channel of the link."""

    assurance: int | None = None
    acct_seen: Seen | None = None
    staff_account: bool | None = None
    superseded: bool = False
    backcheck: Backcheck | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One response: `day` and `hour` on the clock of its instansi, `answers` in printed order."""

    response_id: str
    lokus: str
    period: str
    day: date
    hour: int
    answers: tuple[int, ...]
    measures: Measures = Measures()
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class Opening:
    """When a counter is open: hours from `first` up to, not including, `end`; Monday is 0."""

    first: int = 7
    end: int = 16
    weekdays: frozenset[int] = frozenset(range(6))

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.end <= _HOURS:
            raise ValueError(f"hours from {self.first} to {self.end}")

    @property
    def hours(self) -> int:
        """A day."""
        return self.end - self.first
