"""When the bot may say what on its own initiative, on the clock of the lokus. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey_flows.weeks import Week, day_of

EVENING, MORNING = time(19), time(6)
_OPENS, _CLOSES = 7, 17
_SLEEPS, _WAKES = 21, 8
_SATURDAY = 5
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def is_office_time(here: datetime) -> bool:
    """Whether somebody may be at the counter now, with staff beside them.

    >>> is_office_time(datetime(2026, 11, 20, 16, 59)), is_office_time(datetime(2026, 11, 21, 10))
    (True, False)
    """
    return here.weekday() < _SATURDAY and _OPENS <= here.hour < _CLOSES


def is_decent(here: datetime) -> bool:
    """Neither office time nor night.

    >>> [is_decent(datetime(2026, 11, 20, hour)) for hour in (5, 10, 17, 20, 21)]
    [False, False, True, True, False]
    """
    return _WAKES <= here.hour < _SLEEPS and not is_office_time(here)


def may_show(here: datetime) -> bool:
    """Whether answers may stand in a chat: they are taken away at six, before an office opens.

    >>> [may_show(datetime(2026, 11, 20, hour)) for hour in (5, 6, 16, 17)]
    [True, False, False, True]
    """
    return not (is_office_time(here) or is_office_time(here + _HOUR))


def decent_from(here: datetime) -> datetime:
    """The first decent moment from then on.

    >>> str(decent_from(datetime(2026, 11, 20, 21, 30)))
    '2026-11-21 08:00:00'
    """
    while not is_decent(here):
        here = here.replace(minute=0, second=0, microsecond=0) + _HOUR
    return here


def private_from(here: datetime) -> datetime:
    """The first moment at which answers may be shown: now, or in the evening."""
    return here if may_show(here) else datetime.combine(here.date(), EVENING, here.tzinfo)


def tomorrow_at(here: datetime, hour: time) -> datetime:
    """That hour of the next day."""
    return datetime.combine(here.date() + _DAY, hour, here.tzinfo)


def next_morning(here: datetime) -> datetime:
    """When nothing private may stand in a chat any more.

    >>> str(next_morning(datetime(2026, 11, 20, 2))), str(next_morning(datetime(2026, 11, 20, 19)))
    ('2026-11-20 06:00:00', '2026-11-21 06:00:00')
    """
    this = datetime.combine(here.date(), MORNING, here.tzinfo)
    return this if here < this else tomorrow_at(here, MORNING)


def last_chance(sent_hour: int, timezone: str) -> date:
    """The day before the weekly cut: a response may be replaced or taken back until it is over."""
    return Week.of(day_of(sent_hour, ZoneInfo(timezone))).last_day
