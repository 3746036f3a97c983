"""What only one process may do at a time: a lock that ends with the process that holds it.

No clock and no time-out: the kernel (SQLite) or the server (PostgreSQL) lets go by itself, so a
killed process hinders nobody and a slow one is never overtaken (docs/adr/0024).
"""

import fcntl
import os
from pathlib import Path
from typing import Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database
from storage.reach import sqlite_file

Name = Literal["intake", "leader"]
_SPACE = 0x10CE7  # ours among the advisory locks of a database
_NUMBERS: dict[Name, int] = {"intake": 1, "leader": 2}
# A server that lost us must notice within half a minute, or nobody could take over.
_ALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}


class Lease(Protocol):
    """Take it, look now and then whether it still holds, release it."""

    async def take(self, *, shared: bool = False) -> bool:
        """Whether it is ours now; a shared one only keeps those out who want it for themselves."""

    async def holds(self) -> bool:
        """Whether it is ours still; never raises."""

    async def release(self) -> None:
        """Somebody else may have it."""


def lease(database: Database, name: Name) -> Lease:
    """Not taken yet."""
    file = sqlite_file(database.url)
    if file is not None:
        return _FileLease(file.with_name(f"{file.name}.{name}"))
    return _AdvisoryLease(database, _NUMBERS[name])


class _FileLease:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    async def take(self, *, shared: bool = False) -> bool:
        await self.release()
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    async def holds(self) -> bool:
        return self._file is not None

    async def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _AdvisoryLease:
    """Lives as long as its connection."""

    def __init__(self, database: Database, number: int) -> None:
        manners = {"server_settings": _ALIVE}
        self._engine = create_async_engine(
            database.url, poolclass=NullPool, hide_parameters=True, connect_args=manners
        )
        self._key = {"space": _SPACE, "number": number}
        self._connection: AsyncConnection | None = None

    async def take(self, *, shared: bool = False) -> bool:
        await self.release()
        connection = await self._engine.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        kind = "_shared" if shared else ""
        ask = sa.text(f"SELECT pg_try_advisory_lock{kind}(:space, :number)")
        is_ours = bool((await connection.execute(ask, self._key)).scalar_one())
        if not is_ours:
            await self.release()
        return is_ours

    async def holds(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.execute(sa.text("SELECT 1"))
        except Exception:  # noqa: BLE001 - however the connection went, the lock went with it
            await self.release()
            return False
        return True

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()  # a lock of the session ends with the session
            await connection.close()
