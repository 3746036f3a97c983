"""The queue of files on their way, and which of them belong together."""

from dataclasses import replace

from storage import uploads
from storage.database import Connection, Database
from storage.uploads import NewUpload, Upload
from tests.evidence.office import NOW, SLOT, add_staff
from tests.storage.rows import begun


async def opened(database: Database) -> NewUpload:
    """The first message of somebody with a form."""
    held = await begun(database)
    async with database.writing() as connection:
        staff = await add_staff(connection, "Ani")
    return NewUpload(held.id, staff, SLOT, "file", "photo", "a.jpg", 10, "", "", 1, NOW)


async def sent(database: Database, first: NewUpload, *numbers: int) -> list[Upload]:
    async with database.writing() as connection:
        return [
            await uploads.record(connection, replace(first, message_id=number))
            for number in numbers
        ]


async def due(connection: Connection, now: int = NOW) -> list[int]:
    return [one.message_id for one in await uploads.due(connection, now, 10)]


async def test_a_message_is_recorded_once(database: Database) -> None:
    first = await opened(database)
    [one, again] = await sent(database, first, 1, 1)
    assert (one, len(one.key)) == (again, 16)


async def test_what_is_due_comes_longest_overdue_first(database: Database) -> None:
    first = await opened(database)
    [one, other, third] = await sent(database, first, 1, 2, 3)
    async with database.writing() as connection:
        await uploads.postpone(connection, one.id, 1, NOW + 60, "network")
        await uploads.postpone(connection, third.id, 1, NOW + 30, "network")
        assert await due(connection) == [2]
        assert await due(connection, NOW + 60) == [2, 3, 1]
        assert await uploads.next_try(connection, NOW) == NOW + 30
        assert await uploads.due(connection, NOW + 60, 10, but=[other.id, one.id]) != []
        assert [one.message_id for one in await uploads.due(connection, NOW + 60, 1)] == [2]


async def test_what_a_wrong_clock_put_off_is_due(database: Database) -> None:
    [one, other] = await sent(database, await opened(database), 1, 2)
    async with database.writing() as connection:
        await uploads.postpone(connection, one.id, 1, NOW + 30 * 86_400, "network")
        await uploads.postpone(connection, other.id, 1, NOW + 86_400, "network")
        assert await due(connection) == [1]


async def test_an_upload_is_settled_once(database: Database) -> None:
    [one] = await sent(database, await opened(database), 1)
    async with database.writing() as connection:
        assert await uploads.settle_refused(connection, one.id, "broken")
        assert not await uploads.settle_lost(connection, one.id, "gone")
        await uploads.postpone(connection, one.id, 1, NOW, "network")
        settled = await uploads.by_key(connection, one.key)
    assert settled
    assert (settled.state, settled.reason, settled.tries) == ("refused", "broken", 0)


async def test_an_album_gets_its_slot_at_once_and_later_files_follow(database: Database) -> None:
    first = replace(await opened(database), slot="", album="7")
    [one, _] = await sent(database, first, 1, 2)
    async with database.writing() as connection:
        assert await due(connection) == []
        assert len(await uploads.without_slot(connection, first.staff_id)) == 2
        assert await uploads.assign_slot(connection, one.key, SLOT) == 2
        assert await uploads.assign_slot(connection, one.key, "i02e1") == 0
        assert await uploads.assign_slot(connection, "nobody's", SLOT) == 0
    [late] = await sent(database, first, 3)
    assert late.slot == SLOT


async def test_an_album_stays_together_when_its_sender_moves_on(database: Database) -> None:
    first = replace(await opened(database), album="7")
    await sent(database, first, 1)
    [late] = await sent(database, replace(first, slot="i02e1"), 2)
    [other] = await sent(database, replace(first, slot="i02e1", album="8"), 3)
    assert (late.slot, other.slot) == (SLOT, "i02e1")


async def test_only_files_with_a_slot_are_waited_for(database: Database) -> None:
    first = await opened(database)
    [one, _] = await sent(database, first, 1, 2)
    await sent(database, replace(first, slot=""), 3)
    async with database.writing() as connection:
        await uploads.settle_lost(connection, one.id, "gone")
        assert await uploads.waiting_count(connection, first.submission_id) == 1


async def test_files_are_reported_in_batches_with_what_was_told_before(database: Database) -> None:
    first = await opened(database)
    [one, *_] = await sent(database, replace(first, album="7"), 2, 1)
    await sent(database, first, 3, 4)
    await sent(database, replace(first, slot=""), 5)
    async with database.writing() as connection:
        await uploads.settle_refused(connection, one.id, "broken")
        await uploads.mark_reported(connection, [one.id])
        batches = await uploads.unreported(connection)
    found = sorted([upload.message_id for upload in batch.uploads] for batch in batches)
    assert found == [[1, 2], [3], [4]]
    assert len({batch.name for batch in batches}) == 3
    assert not any(batch.is_settled for batch in batches)


async def test_what_is_waiting_cannot_be_reported(database: Database) -> None:
    [one] = await sent(database, await opened(database), 1)
    async with database.writing() as connection:
        await uploads.mark_reported(connection, [one.id])
        assert len(await uploads.unreported(connection)) == 1


async def test_the_form_of_an_upload_is_known(database: Database) -> None:
    [one] = await sent(database, await opened(database), 1)
    async with database.reading() as connection:
        assert await uploads.form_of(connection, one) == ("F-03", "2023061901")
