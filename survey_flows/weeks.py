"""ISO weeks, the rhythm of the export (design §7)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from survey_flows.errors import SurveyError

_SPELLING = re.compile(r"(\d{4})-?W(\d{2})")
_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnknownWeek(SurveyError):
    """A text that names no ISO week."""

    code = "week.unknown"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not an ISO week: write it like 2026-W47")


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """Monday to Sunday, in the time zone of the instansi."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week a day belongs to.

        >>> str(Week.of(date(2026, 11, 22)))
        '2026-W47'
        """
        calendar = day.isocalendar()
        return cls(calendar.year, calendar.week)

    @classmethod
    def read(cls, text: str) -> "Week":
        """Read "2026-W47"; raises UnknownWeek.

        >>> Week.read("2026-W47").first_day
        datetime.date(2026, 11, 16)
        """
        found = _SPELLING.fullmatch(text.strip().upper())
        if found is None:
            raise UnknownWeek(text)
        year, number = int(found[1]), int(found[2])
        try:
            date.fromisocalendar(year, number, 1)
        except ValueError as error:
            raise UnknownWeek(text) from error
        return cls(year, number)

    @property
    def first_day(self) -> date:
        """Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Sunday."""
        return self.first_day + timedelta(days=6)

    def before(self) -> "Week":
        """The week that ended when this one began."""
        return Week.of(self.first_day - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def hour_of(moment: datetime) -> int:
    """Whole hours since 1970 UTC: all a response ever says about when it was sent.

    >>> hour_of(datetime(1970, 1, 2, 3, 59, tzinfo=UTC))
    27
    """
    return (moment - _EPOCH) // _HOUR


def day_of(hour: int, zone: tzinfo) -> date:
    """The calendar day of a stored hour, in the time zone of the instansi."""
    return (_EPOCH + hour * _HOUR).astimezone(zone).date()


def day_at(seconds: int, zone: tzinfo) -> date:
    """The calendar day of a moment, in seconds since 1970.

    >>> from zoneinfo import ZoneInfo
    >>> day_at(1_763_222_400, ZoneInfo("Asia/Makassar"))
    datetime.date(2025, 11, 16)
    """
    return datetime.fromtimestamp(seconds, zone).date()


def first_hour(day: date, zone: tzinfo) -> int:
    """The stored hour in which a day begins; zones off by half an hour round up."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return -((_EPOCH - midnight.astimezone(UTC)) // _HOUR)
