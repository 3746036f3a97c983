"""A database that could forget what it acknowledged is told apart, on SQLite and PostgreSQL."""

import pytest
import sqlalchemy as sa

from storage import database as opened
from storage.database import Database
from storage.server_settings import wrong_settings
from tests.databases import postgres_url as fresh_postgres

HASTY = {"fsync is off": "on", "full_page_writes is off": "on", "synchronous_commit is off": "on"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_sqlite_of_ours_keeps_what_it_stores(database: Database) -> None:
    assert await wrong_settings(database) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_sqlite_that_loses_rows_is_told(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_PRAGMAS", ("synchronous=NORMAL", "secure_delete=ON"))
    database = Database(database_url)
    assert await wrong_settings(database) == {"synchronous is 1": "2", "foreign_keys is 0": "1"}
    await database.close()


async def test_a_postgresql_that_loses_rows_is_told(postgres_url: str) -> None:
    """The server of the tests is hasty on purpose."""
    database = Database(await fresh_postgres(postgres_url))
    assert await wrong_settings(database) == HASTY
    async with database.writing() as connection:
        change = f'ALTER DATABASE "{database.url.database}" SET synchronous_commit TO remote_apply'
        await connection.execute(sa.text(change))
    await database.close()
    mended = Database(database.url.render_as_string(hide_password=False))
    assert set(await wrong_settings(mended)) == set(HASTY) - {"synchronous_commit is off"}
    await mended.close()
