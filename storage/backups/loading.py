"""From the zip to an empty database: all of it in one transaction, or nothing."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrate
from storage.backups import parts
from storage.backups.cells import reader_of
from storage.backups.errors import BackupAhead, BackupDamaged, DatabaseOccupied
from storage.backups.parts import FORMAT, Manifest
from storage.backups.schema import guards_lifted, is_empty, move_sequences, tables_of
from storage.database import Database
from storage.reach import shown

_AT_ONCE = 1000


async def load(database: Database, archive: ZipFile) -> Manifest:
    """Fill an empty database and bring it to the newest version; raises DatabaseOccupied."""
    manifest = parts.read_manifest(archive)
    if manifest.format != FORMAT or not migrate.is_known(manifest.schema):
        raise BackupAhead(manifest.schema, migrate.head())
    async with database.writing() as connection:
        if not await is_empty(connection):
            raise DatabaseOccupied(shown(database.url))
        await migrate.upgrade_within(connection, manifest.schema)
        tables = await tables_of(connection)
        if {table.name for table in tables} != set(manifest.tables):
            raise BackupDamaged("the list of tables", "it is not that of its version")
        async with guards_lifted(connection, tables):
            for table in tables:
                await _fill(connection, archive, table, manifest)
                await _count(connection, table, manifest)
        await move_sequences(connection, tables)
        await migrate.upgrade_within(connection, "head")
    return manifest


@asynccontextmanager
async def scratch(archive: ZipFile) -> AsyncIterator[Database]:
    """The data in a throw-away SQLite file for our eyes only, sound and complete."""
    with TemporaryDirectory(prefix="loket-") as name:
        database = Database(f"sqlite:///{Path(name) / 'scratch.db'}")
        try:
            await load(database, archive)
            await check(database)
            yield database
        finally:
            await database.close()


async def check(database: Database) -> None:
    """Sound in the eyes of the database itself; raises BackupDamaged."""
    if database.dialect != "sqlite":
        return
    async with database.reading() as connection:
        said = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one()
        loose = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
    if said != "ok" or loose:
        raise BackupDamaged("the restored database", f"{said}, {len(loose)} rows without parent")


async def _count(connection: AsyncConnection, table: sa.Table, manifest: Manifest) -> None:
    counted = await connection.execute(sa.select(sa.func.count()).select_from(table))
    if counted.scalar_one() != manifest.rows[table.name]:
        raise BackupDamaged(f"table {table.name}", "it has not the rows it had")


async def _fill(
    connection: AsyncConnection, archive: ZipFile, table: sa.Table, manifest: Manifest
) -> None:
    part = manifest.tables[table.name]
    found = parts.lines(archive, parts.path_of(table.name), part, heads=1)
    await connection.execute(table.delete())  # a migration may have begun it
    for some in _batches(_rows(found, table)):
        await connection.execute(table.insert(), some)


def _rows(found: Iterator[str], table: sa.Table) -> Iterator[dict[str, object]]:
    try:
        names = json.loads(next(found))
        readers = [reader_of(table.columns[name]) for name in names]
        for line in found:
            cells = zip(names, readers, json.loads(line), strict=True)
            yield {name: read(cell) for name, read, cell in cells}
    except (ValueError, TypeError, KeyError, StopIteration) as error:
        raise BackupDamaged(f"table {table.name}", type(error).__name__) from None


def _batches(rows: Iterator[dict[str, object]]) -> Iterator[Sequence[dict[str, object]]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some
