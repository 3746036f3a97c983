"""What somebody heard is kept once, by person, lokus, period and kind."""

from dataclasses import replace

import pytest

from storage import reminders
from storage.database import Database
from storage.drafts import Owner
from storage.reminders import Reminder
from tests.evidence.office import add_staff
from tests.storage.rows import counted, furnish

NOON = 1_795_000_000


@pytest.fixture
async def heard(database: Database) -> Reminder:
    """What Ani is to hear about the one lokus there is."""
    shelf = await furnish(database)
    async with database.writing() as connection:
        ani = await add_staff(connection, "Ani")
    return Reminder(ani, Owner(shelf.lokus, shelf.period), "h7", NOON)


async def note(database: Database, *every: Reminder) -> None:
    for one in every:
        async with database.writing() as connection:
            await reminders.note(connection, one)


async def of_lokus(database: Database, lokus_id: int) -> list[Reminder]:
    async with database.reading() as connection:
        return list(await reminders.of_lokus(connection, lokus_id))


async def test_what_was_said_is_known_oldest_first(database: Database, heard: Reminder) -> None:
    later = replace(heard, kind="h1", sent_at=NOON + 1)
    await note(database, later, heard)
    assert await of_lokus(database, heard.owner.lokus_id) == [heard, later]
    assert await of_lokus(database, heard.owner.lokus_id + 1) == []


async def test_a_second_time_keeps_the_first_moment(database: Database, heard: Reminder) -> None:
    await note(database, heard, replace(heard, sent_at=NOON + 60))
    assert await of_lokus(database, heard.owner.lokus_id) == [heard]


async def test_two_people_hear_the_same_each(database: Database, heard: Reminder) -> None:
    async with database.writing() as connection:
        budi = await add_staff(connection, "Budi")
    await note(database, heard, replace(heard, staff_id=budi))
    assert {one.staff_id for one in await of_lokus(database, heard.owner.lokus_id)} == {
        heard.staff_id,
        budi,
    }


async def test_the_longest_kind_fits(database: Database, heard: Reminder) -> None:
    await note(database, replace(heard, kind="idle:2026-12-31"))
    assert await counted(database, "reminders") == 1
