"""`loket init`: a folder becomes a server. Repeated, it keeps everything and says so."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin_cli import office
from admin_cli.choices import Choices, choices, chosen_entries
from admin_cli.database import migrated
from admin_cli.env_file import write_env
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from datetime import date

    from storage.database import Connection

Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing; so it is without a terminal.")]

_NEXT = "next: loket lokus import --template, loket period open, loket qr make --all, loket doctor"
_AFTERWARDS = (
    "next: loket lokus import --template, loket qr make --all, loket doctor, loket bot run"
)


@dataclass(frozen=True, slots=True)
class Ready:
    """What the database holds now."""

    found: str | None
    version: str
    published: tuple[str, ...]


def init(yes: Yes = False, as_json: AsJson = False) -> None:
    """Make keys, database and .env here, and publish the forms; safe to repeat.

    At a terminal it asks for token, places and the first instansi; Enter takes what is shown.
    Settings that the environment has already (LOKET_*) are honoured and written down, secrets not.
    """
    settings, env = office.settings(), office.env_file()
    is_new = not env.exists()
    asks = is_new and not yes and is_terminal()
    chosen = choices(settings, ask=asks)
    keys = office.keys_in(chosen.keys_dir)
    ready = asyncio.run(_prepare(chosen, office.today(chosen.timezone)))
    made = [path.name for path in keys.create()]
    if is_new:
        write_env(env, chosen_entries(chosen, os.environ))
    _tell(chosen, env, ready, made, is_new=is_new)
    if asks:
        _begin(chosen)
    else:
        say(_NEXT)
    if as_json:
        document(
            {
                "env_file": {"path": str(env.absolute()), "made": is_new},
                "keys": {"folder": str(keys.folder.absolute()), "made": made},
                "database": {"from": ready.found, "to": ready.version},
                "instruments": list(ready.published),
            }
        )


def _begin(chosen: Choices) -> None:
    from admin_cli.first_steps import first_steps

    first_steps(office.today(chosen.timezone))
    say(_AFTERWARDS)


def is_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


async def _prepare(chosen: Choices, today: "date") -> Ready:
    from storage.reach import reached

    async with reached(chosen.database_url, may_be_new=True) as database:
        found, version = await migrated(database)
        async with database.writing() as connection:
            published = await _publish(connection, today)
    return Ready(found, version, published)


async def _publish(connection: "Connection", today: "date") -> tuple[str, ...]:
    from storage.instruments import publish
    from survey_flows import catalog
    from survey_flows.fingerprint import fingerprint

    for form in catalog.shipped():
        line = await publish(connection, form.form_id, form.version, fingerprint(form), today)
        catalog.as_published(line.form_id, line.version, line.fingerprint)
    return tuple(f"{form.form_id} {form.version}" for form in catalog.shipped())


def _tell(chosen: Choices, env: Path, ready: Ready, made: list[str], *, is_new: bool) -> None:
    say(f"keys      {chosen.keys_dir.absolute()} ({_made(made) or 'kept'})")
    changed = "kept" if ready.found == ready.version else "made" if not ready.found else "upgraded"
    say(f"database  {chosen.shown_database} ({changed}, version {ready.version})")
    say(f"forms     {', '.join(ready.published)}")
    say(f"settings  {env.absolute()} ({'made' if is_new else 'kept as it is'})")
    if is_new and chosen.has_hidden_password:
        say("note: the password of the database was not written down: keep it in the environment,")
        say("      or put the whole URL into a file and name that in LOKET_DATABASE_URL_FILE")


def _made(names: list[str]) -> str:
    return f"made {', '.join(names)}" if names else ""
