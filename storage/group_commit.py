"""Turns that arrive together share one transaction, and one wait for the disk.

Each runs in a savepoint: one that fails takes nothing back but its own. Whoever comes while a turn
is in work joins its transaction; nobody comes back before all of it is on disk (docs/adr/0026).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

from storage.sqlite_driver import driver_of, run

_TURN = "turn"


class TransactionLost(sqlite3.OperationalError):
    """SQLite gave up the whole transaction, for want of room perhaps: none of it was kept."""

    def __init__(self) -> None:
        super().__init__("the transaction of several turns was lost: all are tried again")


class _Batch:
    """An open transaction with the turns in it; `closing` ends with it."""

    def __init__(self, transaction: AsyncTransaction, driver: sqlite3.Connection) -> None:
        self.transaction = transaction
        self.driver = driver
        self.closing: asyncio.Task[None] | None = None


class GroupCommit:
    """One for the whole program, before the one connection that writes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._batch: _Batch | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[AsyncConnection]:
        """One turn: comes back when it is on disk; raises what kept it from getting there."""
        async with self._lock:
            connection = await self._opened()
            batch = self._batch or await self._begun(connection)
            self._batch = batch
            try:
                run(batch.driver, f"SAVEPOINT {_TURN}")
                yield connection
                self._keep(batch)
            except BaseException:
                await self._take_back(batch)
                raise
            if batch.closing is None:
                batch.closing = asyncio.create_task(self._close(batch))
        await asyncio.shield(batch.closing)

    async def close(self) -> None:
        """Let go of the connection."""
        async with self._lock:
            await self._let_go()

    async def _opened(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._engine.connect()
        return self._connection

    async def _begun(self, connection: AsyncConnection) -> _Batch:
        transaction = await connection.begin()
        return _Batch(transaction, driver_of(await connection.get_raw_connection()))

    def _keep(self, batch: _Batch) -> None:
        if not batch.driver.in_transaction:
            raise TransactionLost
        run(batch.driver, f"RELEASE {_TURN}")

    async def _take_back(self, batch: _Batch) -> None:
        """What this turn did; all of it where nobody else is in the transaction."""
        if batch.closing is not None and batch.driver.in_transaction:
            run(batch.driver, f"ROLLBACK TO {_TURN}")
            run(batch.driver, f"RELEASE {_TURN}")
            return
        self._batch = None
        await self._let_go()

    async def _close(self, batch: _Batch) -> None:
        """Behind all who are waiting now: they are in it too."""
        async with self._lock:
            if self._batch is not batch:
                raise TransactionLost
            self._batch = None
            try:
                await batch.transaction.commit()
            except BaseException:
                await self._let_go()
                raise

    async def _let_go(self) -> None:
        """The next turn begins with a new connection; closing takes back what is open."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
