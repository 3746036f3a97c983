"""From a database to the zip: every table in one consistent view, a thousand rows at a time."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrate
from storage.backups import parts
from storage.backups.age import Sink
from storage.backups.cells import cell_of
from storage.backups.parts import Manifest, Part
from storage.backups.schema import tables_of
from storage.database import Database
from storage.errors import DatabaseBehind
from storage.evidence_store.store import digest_in, name_of
from storage.reach import DatabaseAhead

_AT_ONCE = 1000
_FORGOTTEN = {"owed"}
"""Tables that go in empty: where citizens are to be written to is kept only while it is owed."""


@dataclass(frozen=True, slots=True)
class Dumped:
    """What is in the zip. `files` has the size of each piece of evidence by its name."""

    manifest: Manifest
    files: Mapping[str, int]


async def dump(database: Database, sink: Sink, moment: datetime, program: str) -> Dumped:
    """Everything that was committed when the first row was read; writers are not held up."""
    async with database.reading() as connection:
        version = await _version(connection)
        tables = await tables_of(connection)
        with ZipFile(_Stream(sink), "w", ZIP_DEFLATED) as archive:
            rows = {table.name: await _table(connection, archive, table) for table in tables}
            files = await _evidence(connection, tables)
            needed = _list(archive, files)
            made_at = moment.isoformat(timespec="seconds")
            manifest = Manifest(made_at, program, version, database.dialect, rows, needed)
            parts.write_manifest(archive, manifest)
    return Dumped(manifest, files)


class _Stream:
    """A zip goes to it from front to back: what is locked cannot be gone back to."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes, /) -> int:
        return self._sink.write(bytes(data))

    def flush(self) -> None:
        """Whoever owns the sink does that."""

    def close(self) -> None:
        """The same."""


async def _version(connection: AsyncConnection) -> str:
    found = await migrate.version_of(connection)
    if found is None:
        raise DatabaseBehind(found, migrate.head())
    if not migrate.is_known(found):
        raise DatabaseAhead(found, migrate.head())
    return found


async def _table(connection: AsyncConnection, archive: ZipFile, table: sa.Table) -> Part:
    """The names of the columns first; rows by primary key, so that the same data look the same."""
    with parts.writing(archive, parts.path_of(table.name)) as writer:
        writer.head(json.dumps(table.columns.keys()))
        async for row in _rows(connection, table):
            writer.add(json.dumps([cell_of(value) for value in row]))
        return writer.part()


async def _rows(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[sa.Row[object]]:
    query = sa.select(table).order_by(*table.primary_key)
    if table.name in _FORGOTTEN:
        query = query.where(sa.false())
    found = await connection.stream(query.execution_options(yield_per=_AT_ONCE))
    async for some in found.partitions():
        for row in some:
            yield row


async def _evidence(connection: AsyncConnection, tables: Sequence[sa.Table]) -> Mapping[str, int]:
    """Read from the same view. A database of the first version has none yet."""
    every = {table.name: table for table in tables}
    if "evidence" not in every:
        return {}
    columns = every["evidence"].c
    query = sa.select(columns.sha256, columns.extension, columns.bytes).distinct()
    found = (await connection.execute(query)).all()
    return {name_of(sha256, extension): int(size) for sha256, extension, size in sorted(found)}


def _list(archive: ZipFile, files: Mapping[str, int]) -> Part:
    with parts.writing(archive, parts.EVIDENCE) as writer:
        for name in files:
            writer.add(sum_line(name))
        return writer.part()


def sum_line(name: str) -> str:
    """As `sha256sum -c` reads it, in the folder of the evidence.

    >>> sum_line("ab/cd/abcd.jpg")
    'abcd  ab/cd/abcd.jpg'
    """
    return f"{digest_in(name)}  {name}"
