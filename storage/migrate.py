"""Bring a database to the version this program needs, or say that it is behind."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import DatabaseBehind

_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def head() -> str:
    """The version the code was written for."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise LookupError("the program ships without migrations")
    return newest


def is_known(version: str) -> bool:
    """Whether this program ships the step to that version; a newer program may have been here."""
    every = ScriptDirectory.from_config(_config()).walk_revisions()
    return version in {step.revision for step in every}


async def version_of(connection: AsyncConnection) -> str | None:
    """The version the database is at; None for an empty one."""
    return await connection.run_sync(
        lambda sync: MigrationContext.configure(sync).get_current_revision()
    )


async def upgrade(database: Database, revision: str = "head") -> None:
    """All or nothing: every step runs in one transaction."""
    await _run(database, command.upgrade, revision)


async def downgrade(database: Database, revision: str) -> None:
    """For tests and for a step back by hand."""
    await _run(database, command.downgrade, revision)


async def upgrade_within(connection: AsyncConnection, revision: str) -> None:
    """The same inside the caller's transaction."""
    await connection.run_sync(lambda sync: _step(sync, command.upgrade, revision))


async def require_current(database: Database) -> None:
    """Raise DatabaseBehind unless the database is at `head`."""
    async with database.reading() as connection:
        found = await version_of(connection)
    if found != head():
        raise DatabaseBehind(found, head())


async def _run(database: Database, step: Callable[[Config, str], None], revision: str) -> None:
    async with database.writing() as connection:
        await connection.run_sync(lambda sync: _step(sync, step, revision))


def _step(connection: sa.Connection, step: Callable[[Config, str], None], revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    step(config, revision)
