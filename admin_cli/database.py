"""`loket db`: the tables of the database."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from admin_cli import office
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from storage.database import Database

app = typer.Typer(no_args_is_help=True, help="The tables of the database: upgrade.")


@app.callback()
def db() -> None:
    """The tables of the database: upgrade."""


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the tables to the version this program needs; all or nothing, safe to repeat.

    An SQLite database that is not there yet is made.
    """
    found, now = asyncio.run(_upgrade(office.settings().database_url.get_secret_value()))
    if as_json:
        document({"from": found, "to": now, "changed": found != now})
    elif found == now:
        say(f"the database is at version {now}, which is the newest")
    else:
        say(f"the database went from version {found or 'none'} to {now}")


async def _upgrade(url: str) -> tuple[str | None, str]:
    from storage.reach import reached

    async with reached(url, may_be_new=True) as database:
        return await migrated(database)


async def migrated(database: "Database") -> tuple[str | None, str]:
    """The version that was found, and the one there is now."""
    from storage import migrate
    from storage.reach import DatabaseAhead, sqlite_file

    path = sqlite_file(database.url)
    if path is not None:
        _make_private(path)
    async with database.reading() as connection:
        found = await migrate.version_of(connection)
    if found and not migrate.is_known(found):
        raise DatabaseAhead(found, migrate.head())
    await migrate.upgrade(database)
    return found, migrate.head()


def _make_private(path: Path) -> None:
    """An empty file is an empty database; SQLite gives its WAL the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
