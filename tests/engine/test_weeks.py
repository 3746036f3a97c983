"""ISO weeks and stored hours: years of 53 weeks, the turn of the year, and time zones."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.weeks import UnknownWeek, Week, day_of, first_hour, hour_of

ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"]
days = st.dates(date(2020, 1, 1), date(2100, 1, 1))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(days)
def test_a_day_lies_in_its_own_week(day: date) -> None:
    week = Week.of(day)
    assert week.first_day <= day <= week.last_day
    assert (week.first_day.weekday(), week.last_day.weekday()) == (0, 6)
    assert Week.read(str(week)) == week


@given(days)
def test_the_week_before_ends_the_day_before(day: date) -> None:
    week = Week.of(day)
    assert week.before().last_day + timedelta(days=1) == week.first_day
    assert week.before() < week


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2021, 1, 1), "2020-W53"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_the_turn_of_the_year_is_iso_s(day: date, week: str) -> None:
    assert str(Week.of(day)) == week


@pytest.mark.parametrize("text", ["2026-W53", "2026W53", " 2026-w53 ", "2020-W53"])
def test_a_week_is_read_as_people_write_it(text: str) -> None:
    assert Week.read(text).number == 53


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-47", "2025-W53", "2026-W00", "2026-W54", "W47-2026", "2026-W5", "0000-W01"],
)
def test_a_text_that_names_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UnknownWeek, match="write it like 2026-W47"):
        Week.read(text)


@given(days, zones)
def test_every_hour_of_a_day_belongs_to_that_day(day: date, zone: ZoneInfo) -> None:
    first = first_hour(day, zone)
    assert {day_of(first + hour, zone) for hour in range(24)} == {day}
    assert day_of(first - 1, zone) == day - timedelta(days=1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)), zones)
def test_a_moment_is_stored_as_the_hour_it_lies_in(moment: datetime, zone: ZoneInfo) -> None:
    hour = hour_of(moment.replace(tzinfo=zone))
    assert hour == int(moment.replace(tzinfo=zone).timestamp() // 3600)
    assert day_of(hour, zone) == moment.date()


def test_makassar_begins_its_week_eight_hours_before_utc() -> None:
    monday = Week.read("2026-W47").first_day
    makassar, utc = (first_hour(monday, ZoneInfo(name)) for name in ("Asia/Makassar", "UTC"))
    assert utc - makassar == 8
    assert first_hour(monday, ZoneInfo("Asia/Jayapura")) == makassar - 1


def test_a_zone_off_by_half_an_hour_begins_with_its_first_whole_hour() -> None:
    day, zone = date(2026, 11, 16), timezone(timedelta(hours=5, minutes=30))
    assert day_of(first_hour(day, zone), zone) == day
    assert day_of(first_hour(day, zone) - 1, zone) == day - timedelta(days=1)


def test_a_moment_says_its_own_zone() -> None:
    noon = datetime(2026, 11, 16, 12, 59, 59, tzinfo=ZoneInfo("Asia/Makassar"))
    assert hour_of(noon) == hour_of(datetime(2026, 11, 16, 4, 0, tzinfo=UTC))
