"""Bring a database to the version this program needs, or say that it is behind.

Every program asks for the version when it starts; alembic is only imported to take a step.
"""

from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import DatabaseBehind

_FOLDER = Path(__file__).parent / "migrations"
_MARK = sa.table("alembic_version", sa.column("version_num", sa.String))
_Direction = Literal["upgrade", "downgrade"]


def head() -> str:
    """The version the code was written for."""
    return max(_versions())


def is_known(version: str) -> bool:
    """Whether this program ships the step to that version; a newer program may have been here."""
    return version in _versions()


async def version_of(connection: AsyncConnection) -> str | None:
    """The version the database is at; None for an empty one."""
    if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table(_MARK.name)):
        return None
    found = await connection.execute(sa.select(_MARK.c.version_num))
    return found.scalar_one_or_none()


async def upgrade(database: Database, revision: str = "head") -> None:
    """All or nothing: every step runs in one transaction."""
    await _run(database, "upgrade", revision)


async def downgrade(database: Database, revision: str) -> None:
    """For tests and for a step back by hand."""
    await _run(database, "downgrade", revision)


async def upgrade_within(connection: AsyncConnection, revision: str) -> None:
    """The same inside the caller's transaction."""
    await connection.run_sync(lambda sync: _step(sync, "upgrade", revision))


async def require_current(database: Database) -> None:
    """Raise DatabaseBehind unless the database is at `head`."""
    async with database.reading() as connection:
        found = await version_of(connection)
    if found != head():
        raise DatabaseBehind(found, head())


def _versions() -> set[str]:
    """Steps are numbered, and named `0001_what_it_does.py`."""
    return {one.name.partition("_")[0] for one in (_FOLDER / "versions").glob("[0-9]*_*.py")}


async def _run(database: Database, direction: _Direction, revision: str) -> None:
    async with database.writing() as connection:
        await connection.run_sync(lambda sync: _step(sync, direction, revision))


def _step(connection: sa.Connection, direction: _Direction, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    step = command.upgrade if direction == "upgrade" else command.downgrade
    step(config, revision)
