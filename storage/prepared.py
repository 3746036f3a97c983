"""Statements every turn runs: compiled once, and on SQLite's writer run without SQLAlchemy.

SQLite answers in some ten microseconds; the way there through SQLAlchemy takes ten times that.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from storage.sqlite_driver import InLoop, driver_of

Row = sa.Row[*tuple[Any, ...]]
Statement = sa.Select[*tuple[Any, ...]] | sa.Insert | sa.Update


class Prepared:
    """One statement whose every value is a `bindparam` or fixed; made once, at import."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._plain: _Plain | None = None

    async def rows(self, connection: AsyncConnection, **values: object) -> Sequence[Row]:
        """Every row, its columns by name."""
        if (plain := self._plain_on(connection)) is None:
            return (await connection.execute(self._statement, values)).all()
        return plain.rows(_driver(connection), values)

    async def row(self, connection: AsyncConnection, **values: object) -> Row | None:
        """The one row there may be, or None."""
        found = await self.rows(connection, **values)
        return found[0] if found else None

    async def change(self, connection: AsyncConnection, **values: object) -> int:
        """How many rows it changed. Raises what SQLAlchemy raises, such as IntegrityError."""
        if (plain := self._plain_on(connection)) is None:
            return (await connection.execute(self._statement, values)).rowcount
        return plain.change(_driver(connection), values)

    def _plain_on(self, connection: AsyncConnection) -> "_Plain | None":
        dialect = connection.dialect
        if not isinstance(dialect, InLoop):
            return None
        if self._plain is None:
            self._plain = _Plain(self._statement, dialect)
        return self._plain


class _Plain:
    """The text, and what SQLAlchemy does to a value on its way in and out."""

    def __init__(self, statement: Statement, dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(statement)
        self._text = compiled.string
        self._dialect = dialect
        self._fixed = dict(compiled.params)
        types = {name: one.type for one, name in compiled.bind_names.items()}
        self._inward = [
            (name, types[name].dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        columns = statement.selected_columns if isinstance(statement, sa.Select) else ()
        outward = [
            one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns
        ]
        self._outward = [(place, one) for place, one in enumerate(outward) if one]
        self._row = result_tuple([str(one.key) for one in columns])

    def rows(self, driver: sqlite3.Connection, values: Mapping[str, object]) -> list[Row]:
        cursor = self._run(driver, values)
        found = cursor.fetchall()
        cursor.close()
        return [self._row(self._read(row)) for row in found]

    def change(self, driver: sqlite3.Connection, values: Mapping[str, object]) -> int:
        cursor = self._run(driver, values)
        changed = cursor.rowcount
        cursor.close()
        return changed

    def _run(self, driver: sqlite3.Connection, values: Mapping[str, object]) -> sqlite3.Cursor:
        given = {**self._fixed, **values}
        sent = [make(given[name]) if make else given[name] for name, make in self._inward]
        try:
            return sqlite3.Cursor(driver).execute(self._text, sent)
        except sqlite3.Error as error:
            raise self._named(error) from error

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._outward:
            return row
        read = list(row)
        for place, make in self._outward:
            read[place] = make(read[place])
        return read

    def _named(self, error: sqlite3.Error) -> BaseException:
        """The error as SQLAlchemy names it; what was sent is nobody's business."""
        kind = (self._text, None, error, sqlite3.Error)
        return DBAPIError.instance(*kind, hide_parameters=True, dialect=self._dialect)


def _driver(connection: AsyncConnection) -> sqlite3.Connection:
    if connection.sync_connection is None:
        raise TypeError(connection)
    return driver_of(connection.sync_connection.connection)
