"""A reader sees one moment, and a transaction that fails leaves nothing, on both databases."""

import asyncio

import pytest
import sqlalchemy as sa

from storage import places
from storage.database import Database
from tests.storage.rows import furnish, run


async def test_a_long_reading_sees_one_moment(database: Database) -> None:
    await furnish(database)
    async with database.reading() as connection:
        assert len(await places.all_lokus(connection)) == 1
        async with database.writing() as other:
            await places.add_lokus(other, "kel", "Kelurahan", "kota")
        assert len(await places.all_lokus(connection)) == 1
    async with database.reading() as connection:
        assert len(await places.all_lokus(connection)) == 2


async def fail(database: Database) -> None:
    async with database.writing() as connection:
        await places.add_lokus(connection, "kel", "Kelurahan", "kota")
        raise RuntimeError("in the middle")


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    await furnish(database)
    with pytest.raises(RuntimeError, match="in the middle"):
        await fail(database)
    async with database.reading() as connection:
        assert [one.code for one in await places.all_lokus(connection)] == ["pkm"]


async def test_a_transaction_that_is_cancelled_leaves_nothing(database: Database) -> None:
    await furnish(database)
    begun = asyncio.Event()

    async def hang() -> None:
        async with database.writing() as connection:
            await connection.execute(sa.text("UPDATE lokus SET name = 'gone'"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await run(database, "UPDATE lokus SET name = 'still here' WHERE name <> 'gone'") == 1


async def test_an_error_shows_no_value_that_was_stored(database: Database) -> None:
    await furnish(database)
    statement = sa.text("INSERT INTO lokus VALUES (9, 9, :code, :name)")
    async with database.writing() as connection:
        with pytest.raises(sa.exc.IntegrityError) as caught:
            await connection.execute(statement, {"code": "pkm", "name": "secret-value"})
    assert "secret-value" not in str(caught.value)
