"""Where a person is reading: found by the account hash, gone with the submission."""

from datetime import date, timedelta

import pytest

from storage import bookmarks, submissions
from storage.bookmarks import KEPT, Bookmark
from storage.database import Database
from tests.storage.rows import CONSENT, Shelf, furnish

ANN, BOB = "a" * 32, "b" * 32
TODAY = date(2026, 11, 16)


@pytest.fixture
async def shelf(database: Database) -> Shelf:
    return await furnish(database)


async def begin(database: Database, shelf: Shelf, who: str) -> int:
    async with database.writing() as connection:
        return (await submissions.begin(connection, shelf.new(who), (CONSENT,))).id


async def found(database: Database, account: str) -> Bookmark | None:
    async with database.reading() as connection:
        return await bookmarks.bookmark_of(connection, account)


async def keep(
    database: Database, account: str, number: int, screen: int | None, today: date = TODAY
) -> None:
    async with database.writing() as connection:
        await bookmarks.keep(connection, account, number, screen, today)


async def test_a_place_is_kept_and_moved(database: Database, shelf: Shelf) -> None:
    first, second = [await begin(database, shelf, who) for who in (ANN, BOB)]
    await keep(database, ANN, first, 40)
    assert await found(database, ANN) == Bookmark(first, 40, is_moving=False, touched_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    await keep(database, ANN, second, None, tomorrow)
    assert await found(database, ANN) == Bookmark(
        second, None, is_moving=False, touched_on=tomorrow
    )
    assert await found(database, BOB) is None


async def test_only_the_screen_changes_when_another_message_shows_it(
    database: Database, shelf: Shelf
) -> None:
    number = await begin(database, shelf, ANN)
    await keep(database, ANN, number, 40)
    async with database.writing() as connection:
        await bookmarks.start_moving(connection, ANN)
    moving = Bookmark(number, 40, is_moving=True, touched_on=TODAY)
    assert await found(database, ANN) == moving
    async with database.writing() as connection:
        await bookmarks.show_on(connection, ANN, 2**35)
        await bookmarks.show_on(connection, BOB, 7)
    assert await found(database, ANN) == Bookmark(number, 2**35, is_moving=False, touched_on=TODAY)
    assert await found(database, BOB) is None


async def test_the_end_of_a_submission_takes_every_way_to_it(
    database: Database, shelf: Shelf
) -> None:
    first, second = [await begin(database, shelf, who) for who in (ANN, BOB)]
    await keep(database, ANN, first, 40)
    await keep(database, BOB, second, 41)
    async with database.writing() as connection:
        await bookmarks.drop(connection, first)
    assert await found(database, ANN) is None
    assert await found(database, BOB) is not None


async def test_a_place_untouched_for_a_week_is_forgotten(database: Database, shelf: Shelf) -> None:
    number = await begin(database, shelf, ANN)
    await keep(database, ANN, number, 40)
    async with database.writing() as connection:
        await bookmarks.drop_old(connection, TODAY + KEPT)
    assert await found(database, ANN) is not None
    async with database.writing() as connection:
        await bookmarks.drop_old(connection, TODAY + KEPT + timedelta(days=1))
    assert await found(database, ANN) is None
