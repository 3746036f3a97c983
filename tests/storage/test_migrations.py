"""The migrations make exactly the tables the code knows, and can be walked back."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage import migrate
from storage.database import Database
from storage.errors import DatabaseBehind
from storage.push_tables import pushes
from storage.staff_tables import staff
from storage.ticket_tables import tickets
from tests.storage.rows import begun, refused, run


def differences(connection: sa.Connection) -> list[object]:
    assert staff.metadata is pushes.metadata is tickets.metadata
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, pushes.metadata))


def table_names(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


async def test_the_migrated_tables_are_those_the_code_knows(database: Database) -> None:
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_table_nobody_migrated_is_noticed(database: Database) -> None:
    await run(database, "ALTER TABLE lokus ADD COLUMN extra VARCHAR(3)")
    async with database.reading() as connection:
        assert await connection.run_sync(differences)


async def test_migrations_go_up_down_and_up_again(database: Database) -> None:
    await migrate.downgrade(database, "base")
    async with database.reading() as connection:
        assert await connection.run_sync(table_names) <= {"alembic_version"}
        assert await migrate.version_of(connection) is None
    await migrate.upgrade(database)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    held = await begun(database)
    assert await refused(database, f"DELETE FROM submissions WHERE id = {held.id}")


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    await migrate.upgrade(database)
    await migrate.require_current(database)


async def test_a_database_behind_is_named_with_the_cure(database: Database) -> None:
    await run(database, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(DatabaseBehind, match=r"at version 0000.*needs .*loket db upgrade"):
        await migrate.require_current(database)


async def test_an_empty_database_is_behind_too(database: Database) -> None:
    await migrate.downgrade(database, "base")
    with pytest.raises(DatabaseBehind, match="at version none"):
        await migrate.require_current(database)


async def test_a_migration_that_fails_half_way_leaves_nothing(database: Database) -> None:
    await migrate.downgrade(database, "base")
    await run(database, "CREATE TABLE parked (mine INTEGER)")
    with pytest.raises(sa.exc.DBAPIError, match="parked"):
        await migrate.upgrade(database)
    async with database.reading() as connection:
        assert await connection.run_sync(table_names) <= {"alembic_version", "parked"}
        assert await migrate.version_of(connection) is None
