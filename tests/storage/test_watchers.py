"""Who else of the staff has a place of the shared form before them."""

from dataclasses import dataclass, replace

import pytest

from storage import bookmarks, periods, submissions
from storage.bookmarks import Bookmark, Watcher
from storage.database import Database
from storage.instruments import publish
from tests.storage.counter import BUDI, SARI, opened
from tests.storage.rows import FIRST_DAY, FORM, LAST_DAY, VERSION, Shelf

CITIZEN = "c" * 32


@dataclass
class Reading:
    """Sari and Budi serve at one counter; `mark` stands at a place of its form."""

    database: Database
    mark: Bookmark
    other: int

    async def put(self, account: str, mark: Bookmark) -> None:
        async with self.database.writing() as connection:
            await bookmarks.put(connection, account, mark)

    async def seen_by(self, account: str, place: str = "i01a") -> list[Watcher]:
        async with self.database.reading() as connection:
            number = self.mark.submission_id
            return await bookmarks.watchers(connection, number, place, account)


@pytest.fixture
async def reading(database: Database) -> Reading:
    counter = await opened(database)
    for account, name in ((SARI, "Sari"), (BUDI, "Budi")):
        await counter.join(account, name)
    async with database.writing() as connection:
        await publish(connection, FORM, VERSION, "sha256:0", FIRST_DAY)
        period = await periods.open_period(connection, "2026", FIRST_DAY, LAST_DAY, "c" * 16)
        shelf = Shelf(counter.pkm.id, period.id)
        first, second = [
            (await submissions.begin(connection, shelf.new(who), ())).id for who in ("x", "y")
        ]
    mark = Bookmark(first, 40, is_moving=False, touched_on=FIRST_DAY, place="i01a", seen=3)
    return Reading(database, mark, second)


async def test_a_colleague_at_the_same_place_watches(reading: Reading) -> None:
    await reading.put(SARI, reading.mark)
    await reading.put(BUDI, replace(reading.mark, screen=2**40))
    assert await reading.seen_by(SARI) == [Watcher(BUDI, b"chat of " + BUDI.encode(), 2**40)]
    assert await reading.seen_by(BUDI) == [Watcher(SARI, b"chat of " + SARI.encode(), 40)]


async def test_nobody_watches_from_elsewhere(reading: Reading) -> None:
    elsewhere = (
        replace(reading.mark, place="i01b"),
        replace(reading.mark, place="~i01a"),
        replace(reading.mark, submission_id=reading.other),
        replace(reading.mark, screen=None),
        replace(reading.mark, is_moving=True),
    )
    for mark in elsewhere:
        await reading.put(BUDI, mark)
        assert await reading.seen_by(SARI) == []
    await reading.put(BUDI, reading.mark)
    assert len(await reading.seen_by(SARI)) == 1


async def test_a_citizen_is_no_watcher(reading: Reading) -> None:
    await reading.put(CITIZEN, reading.mark)
    assert await reading.seen_by(SARI) == []


async def test_what_a_watcher_saw_is_noted_while_the_screen_stands(reading: Reading) -> None:
    await reading.put(BUDI, reading.mark)
    async with reading.database.writing() as connection:
        await bookmarks.saw(connection, BUDI, 40, 7)
        await bookmarks.saw(connection, BUDI, 41, 9)
        await bookmarks.saw(connection, SARI, 40, 9)
        found = await bookmarks.bookmark_of(connection, BUDI)
    assert found == replace(reading.mark, seen=7)
