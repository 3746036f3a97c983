"""`loket db`: the tables of the database."""

import asyncio
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
    """Bring the tables to the version this program needs; all or nothing, safe to repeat."""
    found, now = asyncio.run(_upgrade(office.settings().database_url.get_secret_value()))
    if as_json:
        document({"from": found, "to": now, "changed": found != now})
    elif found == now:
        say(f"the database is at version {now}, which is the newest")
    else:
        say(f"the database went from version {found or 'none'} to {now}")


async def _upgrade(url: str) -> tuple[str | None, str]:
    from storage.reach import reached

    async with reached(url) as database:
        return await migrated(database)


async def migrated(database: "Database") -> tuple[str | None, str]:
    """The version that was found, and the one there is now."""
    from storage import migrate

    async with database.reading() as connection:
        found = await migrate.version_of(connection)
    await migrate.upgrade(database)
    return found, migrate.head()
