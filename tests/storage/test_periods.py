"""Periods: which days count, closing, and errors that say what is wrong."""

from datetime import date

import pytest

from storage import periods
from storage.database import Database
from storage.errors import CodeTaken, DaysReversed, NotFound
from storage.periods import Period

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


async def open_one(
    database: Database, code: str = "2026", first: date = FIRST, last: date = LAST
) -> Period:
    async with database.writing() as connection:
        return await periods.open_period(connection, code, first, last, "c" * 16)


async def close(database: Database, code: str, today: date) -> Period:
    async with database.writing() as connection:
        return await periods.close_period(connection, code, today)


@pytest.mark.parametrize(
    ("today", "is_open"),
    [
        (date(2026, 10, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 12, 1), False),
    ],
)
async def test_answers_are_taken_on_the_first_day_and_the_last(
    today: date, is_open: bool, database: Database
) -> None:
    assert (await open_one(database)).is_open(today) == is_open


async def test_a_period_is_read_back_as_it_was_opened(database: Database) -> None:
    opened = await open_one(database)
    async with database.reading() as connection:
        assert await periods.period_of(connection, "2026") == opened
        assert await periods.period_by_id(connection, opened.id) == opened
        assert await periods.period_by_id(connection, opened.id + 1) is None
    assert (opened.first_day, opened.last_day, opened.closed_on) == (FIRST, LAST, None)


async def test_a_closed_period_takes_no_more(database: Database) -> None:
    await open_one(database)
    closed = await close(database, "2026", date(2026, 11, 16))
    assert not closed.is_open(date(2026, 11, 16))
    again = await close(database, "2026", date(2026, 11, 20))
    assert again.closed_on == date(2026, 11, 16)


async def test_a_period_of_one_day_is_fine_and_of_no_day_is_not(database: Database) -> None:
    assert (await open_one(database, "hari", FIRST, FIRST)).is_open(FIRST)
    with pytest.raises(DaysReversed, match=r"end .2026-11-01. before it begins .2026-11-30."):
        await open_one(database, "salah", LAST, FIRST)


async def test_a_code_is_used_once(database: Database) -> None:
    await open_one(database)
    with pytest.raises(CodeTaken, match="period '2026' exists already"):
        await open_one(database)


async def test_an_unknown_period_lists_the_known_ones(database: Database) -> None:
    with pytest.raises(NotFound, match="there is no period yet"):
        await close(database, "2026", FIRST)
    await open_one(database, "2027", date(2027, 1, 1), date(2027, 2, 1))
    await open_one(database)
    with pytest.raises(NotFound, match="known: 2026, 2027"):
        await close(database, "2028", FIRST)
