"""An update counts once however often it comes, and what is put aside is kept nine days."""

import asyncio
from datetime import date, timedelta

from storage import deliveries
from storage.database import Database
from storage.deliveries import REMEMBERED, Parked
from tests.storage.rows import counted

TODAY = date(2026, 11, 16)
HUGE = 2**40


async def book(database: Database, update_id: int, today: date = TODAY) -> bool:
    async with database.writing() as connection:
        return await deliveries.book(connection, update_id, today)


async def park(database: Database, update_id: int, reason: str, today: date = TODAY) -> None:
    async with database.writing() as connection:
        await deliveries.park(connection, update_id, reason, b"sealed", today)


async def forget(database: Database, today: date) -> None:
    async with database.writing() as connection:
        await deliveries.forget_old(connection, today)


async def all_parked(database: Database) -> list[Parked]:
    async with database.reading() as connection:
        return list(await deliveries.all_parked(connection))


async def test_only_the_first_of_many_deliveries_counts(database: Database) -> None:
    booked = await asyncio.gather(*(book(database, HUGE) for _ in range(30)))
    assert sum(booked) == 1
    assert not await book(database, HUGE)


async def test_exact_ids_count_not_greater_ones(database: Database) -> None:
    """Telegram begins anew at a random, perhaps smaller number after an idle week."""
    assert await book(database, 1000)
    assert await book(database, 7)
    assert not await book(database, 1000)


async def test_an_id_is_remembered_for_nine_days(database: Database) -> None:
    await book(database, 5)
    await forget(database, TODAY + REMEMBERED)
    assert not await book(database, 5)
    await forget(database, TODAY + REMEMBERED + timedelta(days=1))
    assert await book(database, 5)
    assert timedelta(days=9) == REMEMBERED


async def test_parking_twice_keeps_the_first_reason(database: Database) -> None:
    await park(database, 5, "KeyError")
    await park(database, 5, "ValueError", TODAY + timedelta(days=1))
    assert await all_parked(database) == [Parked(5, TODAY, "KeyError")]


async def test_parking_from_two_programs_at_once_fails_for_neither(database: Database) -> None:
    await asyncio.gather(*(park(database, 5, "KeyError") for _ in range(20)))
    assert len(await all_parked(database)) == 1


async def test_what_was_put_aside_is_listed_oldest_first_and_then_forgotten(
    database: Database,
) -> None:
    await park(database, 9, "unreadable")
    await park(database, 3, "KeyError", TODAY + timedelta(days=1))
    assert [one.update_id for one in await all_parked(database)] == [9, 3]
    await forget(database, TODAY + REMEMBERED + timedelta(days=1))
    assert [one.update_id for one in await all_parked(database)] == [3]
    assert await counted(database, "parked") == 1
