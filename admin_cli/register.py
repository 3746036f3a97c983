"""Which instruments are published in this installation, if it has a database yet."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from survey_flows.catalog import as_published
from survey_flows.errors import InstrumentEdited, UnknownInstrument
from survey_flows.fingerprint import fingerprint
from survey_flows.instrument import Instrument
from survey_flows.issues import Issue

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from storage.instruments import Published

Register = dict[tuple[str, str], "Published"]


def register() -> Register:
    """Form and version to their line; empty before `loket db upgrade` has run."""
    from bot.settings import load_settings

    return asyncio.run(_read(load_settings()))


def publish(form: Instrument) -> "Published":
    """Freeze this version. Raises InstrumentEdited if it was published with another content."""
    from bot.settings import load_settings

    return asyncio.run(_publish(load_settings(), form))


def broken_promises(lines: Iterable["Published"]) -> tuple[Issue, ...]:
    """What was published and is now shipped with another content, or no longer at all."""
    return tuple(issue for line in lines for issue in _broken_promise(line))


def _broken_promise(line: "Published") -> Iterator[Issue]:
    place = f"{line.form_id} {line.version}"
    try:
        as_published(line.form_id, line.version, line.fingerprint)
    except InstrumentEdited as error:
        cure = "restore the file or raise `version`"
        yield Issue(error.code, place, f"changed since {line.published_on}, when published", cure)
    except UnknownInstrument as error:
        cause = f"published on {line.published_on}, yet no file has it"
        yield Issue(error.code, place, cause, "put its file back")


async def _read(settings: "Settings") -> Register:
    from storage.errors import DatabaseBehind
    from storage.instruments import published
    from storage.migrate import require_current

    database = _open(settings)
    if database is None:
        return {}
    try:
        await require_current(database)
        async with database.reading() as connection:
            return {(one.form_id, one.version): one for one in await published(connection)}
    except DatabaseBehind:
        return {}
    finally:
        await database.close()


async def _publish(settings: "Settings", form: Instrument) -> "Published":
    from storage.errors import DatabaseBehind
    from storage.instruments import publish as record
    from storage.migrate import head, require_current

    database = _open(settings)
    if database is None:
        raise DatabaseBehind(None, head())
    today = datetime.now(settings.zone).date()  # noqa: TID251  the edge reads the clock
    try:
        await require_current(database)
        async with database.writing() as connection:
            line = await record(connection, form.form_id, form.version, fingerprint(form), today)
    finally:
        await database.close()
    as_published(line.form_id, line.version, line.fingerprint)
    return line


def _open(settings: "Settings") -> "Database | None":
    """None where SQLite has no file yet: to look must not create one."""
    from storage.database import Database, read_url

    text = settings.database_url.get_secret_value()
    url = read_url(text)
    is_file = url.get_backend_name() == "sqlite"
    return None if is_file and not Path(url.database or "").exists() else Database(text)
