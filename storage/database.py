"""Connections: one writer at a time on SQLite, many on PostgreSQL; the same code for both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import BadDatabaseUrl
from storage.group_commit import GroupCommit
from storage.sqlite_driver import DRIVER

Connection = AsyncConnection
"""What the layers above hold while a transaction runs; they never see SQL through it."""

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL lost acknowledged rows in 97 % of simulated power cuts
    "foreign_keys=ON",
    "busy_timeout=15000",
    "secure_delete=ON",  # a bookmark that is gone is gone from the file too
)


def read_url(text: str) -> URL:
    """A database URL with the async driver we use; raises BadDatabaseUrl with the cure."""
    try:
        url = make_url(text.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):  # which quotes what it took for a port: a password, perhaps
        raise BadDatabaseUrl(text) from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None or (driver.startswith("sqlite") and url.database in {None, "", ":memory:"}):
        raise BadDatabaseUrl(text)
    return url.set(drivername=driver)


class Database:
    """Where the data lives. Close it; `writing` is one transaction, committed when it ends well."""

    def __init__(self, url: str) -> None:
        self.url = read_url(url)
        self.dialect = self.url.get_backend_name()
        self._reader = self._writer = _engine(self.url)
        self._group: GroupCommit | None = None
        if self.dialect == "sqlite":
            self._writer = _engine(self.url.set(drivername=DRIVER), only_one=True)
            self._group = GroupCommit(self._writer)
            _speak_sqlite(self._writer, "busy_timeout=0")  # the driver waits, not the program
            _speak_sqlite(self._reader)
            _begin_before_reading(self._reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Never await Telegram in here: on SQLite everybody else waits."""
        async with self._group.turn() if self._group else self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view, however long the reading takes."""
        async with self._reader.connect() as connection:
            if self.dialect == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ")
            async with connection.begin():
                yield connection

    async def close(self) -> None:
        """Hand back every connection; SQLite then folds its WAL into the file."""
        if self._group:
            await self._group.close()
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _engine(url: URL, *, only_one: bool = False) -> AsyncEngine:
    size, overflow = (1, 0) if only_one else (5, 10)
    return create_async_engine(
        url, hide_parameters=True, pool_size=size, max_overflow=overflow, pool_timeout=120
    )


def _speak_sqlite(engine: AsyncEngine, *more: str) -> None:
    @sa.event.listens_for(engine.sync_engine, "connect")
    def _(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin_before_reading(engine: AsyncEngine) -> None:
    """Python 3.11's sqlite3 begins nothing before a SELECT: a view would not be of one moment."""

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")
