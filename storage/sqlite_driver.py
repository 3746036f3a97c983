"""SQLite for the one writer, in the thread of the event loop (docs/adr/0026).

A statement of a turn takes some ten microseconds, a hop to a thread and back ten times that. So
statements run where they are called; only the commit, which waits for the disk, goes to a thread.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteExecutionContext
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util.concurrency import await_

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

    Row = SupportsLenAndGetItem[Any] | Mapping[str, Any]

DRIVER = "sqlite+inloop"
PATIENCE = 15.0  # seconds for another program that writes
_PAUSE = 0.005
_KIND = 0xFF  # the rest of an error code says more about it


class _Cursor(sqlite3.Cursor):
    """SQLAlchemy insists that its async side awaits something."""

    def execute(self, sql: str, parameters: "Row" = (), /) -> Self:
        await_(_nothing())
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: "Iterable[Row]", /) -> Self:
        await_(_nothing())
        return super().executemany(sql, parameters)

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy asks of a cursor whose rows may be read without waiting: nothing."""


class _Connection(sqlite3.Connection):
    def cursor(self) -> sqlite3.Cursor:  # type: ignore[override]  # no other kind is asked for
        return super().cursor(_Cursor)


class _Context(SQLiteExecutionContext):
    def create_server_side_cursor(self) -> DBAPICursor:
        """All are: rows are read as they are asked for."""
        return self.create_default_cursor()


class InLoop(SQLiteDialect_pysqlite):
    """One connection, one transaction at a time, begun as a writer."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True
    supports_server_side_cursors = True
    execution_ctx_cls = _Context

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        """One that waits without a thread."""
        del url
        return pool.AsyncAdaptedQueuePool

    def connect(self, *given: Any, **named: Any) -> DBAPIConnection:  # noqa: ANN401 - as SQLAlchemy has it
        """Ours, whose commit happens in another thread."""
        named |= {"factory": _Connection, "check_same_thread": False}
        return super().connect(*given, **named)

    def get_driver_connection(self, connection: DBAPIConnection) -> Any:  # noqa: ANN401 - as SQLAlchemy has it
        """It is not wrapped."""
        return connection

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Now, not with the first change: nobody else shall write after we have read."""
        await_(_begin(driver_of(dbapi_connection)))

    def do_commit(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Comes back when the disk has it."""
        await_(asyncio.to_thread(driver_of(dbapi_connection).commit))


registry.register("sqlite.inloop", __name__, InLoop.__name__)


def driver_of(connection: PoolProxiedConnection) -> sqlite3.Connection:
    """What SQLAlchemy has wrapped."""
    driver = connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    return driver


def run(driver: sqlite3.Connection, statement: str) -> None:
    """At once, past SQLAlchemy: for what only begins or ends."""
    sqlite3.Cursor(driver).execute(statement).close()


async def _nothing() -> None:
    pass


async def _begin(driver: sqlite3.Connection) -> None:
    """While another program writes, everybody else goes on."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            run(driver, "BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & _KIND == sqlite3.SQLITE_BUSY
            if not is_busy or asyncio.get_running_loop().time() > until:
                raise
            await asyncio.sleep(_PAUSE)
        else:
            return
