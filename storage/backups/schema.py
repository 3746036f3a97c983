"""The tables as they are found, of any version, and the guards that a restore has to lift."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_VERSION_TABLE = "alembic_version"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


async def tables_of(connection: AsyncConnection) -> Sequence[sa.Table]:
    """Each after those it refers to; read from the database, so that any version will do."""

    def reflected(sync: sa.Connection) -> list[sa.Table]:
        metadata = sa.MetaData()
        metadata.reflect(sync)
        return [table for table in metadata.sorted_tables if table.name != _VERSION_TABLE]

    return await connection.run_sync(reflected)


async def is_empty(connection: AsyncConnection) -> bool:
    """Not one table."""
    return not await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())


@asynccontextmanager
async def guards_lifted(
    connection: AsyncConnection, tables: Sequence[sa.Table]
) -> AsyncIterator[None]:
    """Facts of sent forms come in again, in one transaction: should it fail, nothing was lifted."""
    if connection.dialect.name == "sqlite":
        triggers = (await connection.execute(sa.text(_TRIGGERS))).all()
        for name, _ in triggers:
            await connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in triggers:
            await connection.exec_driver_sql(statement)
        return
    for table in tables:
        await connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
    yield
    for table in tables:
        await connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')


async def move_sequences(connection: AsyncConnection, tables: Sequence[sa.Table]) -> None:
    """PostgreSQL would give the numbers that came with the rows a second time."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key:
            named = sa.func.pg_get_serial_sequence(table.name, column.name)
            sequence = (await connection.execute(sa.select(named))).scalar_one()
            highest = (await connection.execute(sa.select(sa.func.max(column)))).scalar_one()
            if sequence and highest is not None:
                await connection.execute(sa.select(sa.func.setval(sequence, highest)))
