"""SQLite, told to keep what it acknowledged and to let one writer in at a time."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Connection, Database
from tests.databases import sqlite_url
from tests.storage.rows import counted, furnish, run

TURNS = 200


@pytest.fixture
async def url(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return await sqlite_url(tmp_path, tmp_path_factory.getbasetemp() / "template.db")


async def asked(connection: AsyncConnection, pragma: str) -> object:
    return (await connection.execute(sa.text(f"PRAGMA {pragma}"))).scalar_one()


@pytest.mark.parametrize("kind", ["writing", "reading"])
async def test_every_connection_is_told_to_be_careful(url: str, kind: str) -> None:
    database = Database(url)
    opened: AbstractAsyncContextManager[Connection] = getattr(database, kind)()
    async with opened as connection:
        found = {
            pragma: await asked(connection, pragma)
            for pragma in ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
        }
        patience = {"writing": 0, "reading": 15000}  # the writer's is the driver's
        assert await asked(connection, "busy_timeout") == patience[kind]
    await database.close()
    assert found == {
        "synchronous": 2,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def count_up(database: Database) -> None:
    async with database.writing() as connection:
        query = sa.text("SELECT CAST(name AS INTEGER) FROM instansi")
        number = int((await connection.execute(query)).scalar_one())
        await asyncio.sleep(0)  # a rival may slip in here
        change = sa.text("UPDATE instansi SET name = :name")
        await connection.execute(change, {"name": str(number + 1)})


async def test_none_of_two_hundred_concurrent_changes_is_lost(url: str) -> None:
    """Two programs share the file, as the bot and the command do."""
    bot, command = Database(url), Database(url)
    await furnish(bot)
    await run(bot, "UPDATE instansi SET name = '0'")
    await asyncio.gather(*(count_up((bot, command)[turn % 2]) for turn in range(TURNS)))
    async with command.reading() as connection:
        found = await connection.execute(sa.text("SELECT name FROM instansi"))
        assert found.scalar_one() == str(TURNS)
    await bot.close()
    await command.close()


async def test_reading_goes_on_while_somebody_writes(url: str) -> None:
    database = Database(url)
    await furnish(database)
    async with database.writing() as connection:
        await connection.execute(sa.text("UPDATE lokus SET name = 'new'"))
        assert await counted(database, "lokus") == 1
        async with database.reading() as other:
            found = await other.execute(sa.text("SELECT name FROM lokus"))
            assert found.scalar_one() == "Puskesmas"
    await database.close()


async def test_a_deleted_row_is_gone_from_the_file(url: str, tmp_path: Path) -> None:
    database = Database(url)
    account = "abcdef0123456789" * 2
    await run(database, f"INSERT INTO parked VALUES (1, '2026-11-16', '{account}', x'00')")
    await run(database, "DELETE FROM parked")
    await database.close()
    assert account.encode() not in (tmp_path / "loket.db").read_bytes()


async def test_closing_folds_the_log_into_the_file(url: str, tmp_path: Path) -> None:
    database = Database(url)
    await furnish(database)
    await database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["loket.db"]
