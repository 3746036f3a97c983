"""When the bot speaks first: never beside an open counter, never at night, always in time."""

from datetime import datetime, timedelta

import pytest

from bot.hours import (
    decent_from,
    is_decent,
    is_office_time,
    last_chance,
    may_show,
    next_morning,
    private_from,
    tomorrow_at,
)

MONDAY = datetime(2026, 11, 16)
WEEK = [MONDAY + timedelta(minutes=15 * quarter) for quarter in range(4 * 24 * 7)]


def test_a_decent_hour_is_always_near_and_never_in_office_time() -> None:
    for here in WEEK:
        asked = decent_from(here + timedelta(hours=3))
        whole = asked.replace(minute=0)  # only whole hours are kept
        assert timedelta(hours=2) <= whole - here <= timedelta(hours=24)
        assert is_decent(whole)
        assert not is_office_time(whole)


def test_answers_are_private_at_once_or_the_same_evening() -> None:
    for here in WEEK:
        shown = private_from(here)
        assert shown == here or (not may_show(here) and shown.date() == here.date())
        assert may_show(shown)


def test_what_is_private_is_gone_before_any_office_opens() -> None:
    for here in WEEK:
        if may_show(here):
            gone = next_morning(here)
            steps = int((gone - here) / timedelta(minutes=15))
            assert steps > 0
            between = (here + timedelta(minutes=15 * step) for step in range(steps + 1))
            assert not any(map(is_office_time, between))


def test_tomorrow_is_the_next_day_whatever_the_hour() -> None:
    late = MONDAY.replace(hour=23, minute=59)
    assert tomorrow_at(late, late.time()) - late == timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Jakarta", "2026-11-22"), ("Asia/Jayapura", "2026-11-29")]
)
def test_the_week_ends_on_the_clock_of_the_instansi(zone: str, day: str) -> None:
    """Sunday 22 November, 16:00 UTC: eleven at night in Jakarta, Monday in Jayapura."""
    sent = int((datetime(2026, 11, 22, 16) - datetime(1970, 1, 1)) / timedelta(hours=1))
    assert str(last_chance(sent, zone)) == day
