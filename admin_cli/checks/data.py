"""The database: reachable, current, and what stands in it."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from admin_cli.checks.finding import Finding, fail, failed, ok, warn
from admin_cli.checks.ledger import of_ledger
from bot.errors import BotError
from storage import deliveries, instruments, migrate, periods, places, requests
from storage.database import Connection, Database
from storage.errors import DatabaseBehind, StorageError
from storage.reach import reached, server_of, sqlite_file
from storage.server_settings import wrong_settings
from survey_flows import catalog
from survey_flows.errors import SurveyError

if TYPE_CHECKING:
    from bot.keys import KeyRing
    from bot.settings import Settings

_MENDED = (3, 51, 3)
_RACE = (
    "with this SQLite two processes that fold the WAL at the same moment may, very rarely, damage "
    "the file"
)
_RACE_CURE = (
    "keep one bot per database and a daily backup, or use PostgreSQL, or a Python whose SQLite is "
    "3.51.3 or newer"
)


async def data(settings: "Settings", ring: "KeyRing", today: date) -> AsyncIterator[Finding]:
    """All checks that need the database; one that fails ends the rest."""
    try:
        async with reached(settings.database_url.get_secret_value()) as database:
            yield await _server(database)
            yield await _durability(database)
            await migrate.require_current(database)
            yield ok("tables", f"at version {migrate.head()}")
            async with database.reading() as connection:
                async for one in _content(connection, ring, today):
                    yield one
                async for one in of_ledger(connection, settings, today):
                    yield one
    except DatabaseBehind as error:
        yield failed("tables", error)
    except StorageError as error:
        yield failed("database", error)


async def _server(database: Database) -> Finding:
    server = await server_of(database)
    said = f"{server.dialect} {server.version}"
    if server.dialect == "sqlite" and _numbers(server.version) < _MENDED:
        return warn("database", f"{said}: {_RACE}", _RACE_CURE)
    path = sqlite_file(database.url)
    return ok("database", f"{said}, {path}" if path else said)


async def _durability(database: Database) -> Finding:
    wrong = await wrong_settings(database)
    if not wrong:
        return ok("database_settings", "what is stored survives a power cut")
    said = f"{', '.join(wrong)}: what was stored may be lost in a power cut"
    if database.dialect == "sqlite":
        cure = "put the database on a disk of this machine: a network folder cannot do that"
    else:
        cure = f"set {', '.join(_needed(wrong))} in PostgreSQL"
    return fail("database_settings", said, cure)


def _needed(wrong: Mapping[str, str]) -> Iterator[str]:
    return (f"{name.partition(' ')[0]} to {right}" for name, right in wrong.items())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


async def _content(connection: Connection, ring: "KeyRing", today: date) -> AsyncIterator[Finding]:
    for one in _instruments(await instruments.published(connection)):
        yield one
    every = await places.all_lokus(connection)
    if every:
        yield ok("lokus", f"{len(every)} lokus")
    else:
        yield warn(
            "lokus", "there is no lokus yet", "run `loket lokus import`, or `loket lokus add`"
        )
    for one in _periods(await periods.all_periods(connection), ring, today):
        yield one
    yield await _requests(connection, today)
    parked = await deliveries.all_parked(connection)
    if parked:
        said = f"{len(parked)} updates could not be processed, the last: {parked[-1].reason}"
        yield warn("parked", said, "read the bot's log of that day; they are kept for nine days")
    else:
        yield ok("parked", "every update was processed")


async def _requests(connection: Connection, today: date) -> Finding:
    """What citizens asked for by right (UU 27/2022)."""
    late = sum(one.is_late(today) for one in await requests.all_requests(connection))
    pressing = await requests.pressing(connection, today)
    cure = "run the bot, which answers by itself; then see `loket privacy requests`"
    if late:
        return fail("requests", f"{late} requests of citizens wait longer than 3 x 24 hours", cure)
    if pressing:
        return warn("requests", f"{pressing} requests of citizens have waited for two days", cure)
    return ok("requests", "no citizen waits for what they asked by right")


def _instruments(register: list[instruments.Published]) -> Iterator[Finding]:
    try:
        for line in register:
            catalog.as_published(line.form_id, line.version, line.fingerprint)
    except SurveyError as error:
        yield failed("instruments", error)
        return
    known = {(line.form_id, line.version) for line in register}
    missing = [one for one in catalog.shipped() if (one.form_id, one.version) not in known]
    if missing:
        names = ", ".join(f"{one.form_id} {one.version}" for one in missing)
        yield fail("instruments", f"not published: {names}", "run `loket init` again")
    else:
        yield ok("instruments", f"{len(register)} published, none edited since")


def _periods(every: Sequence[periods.Period], ring: "KeyRing", today: date) -> Iterator[Finding]:
    now_open = [one for one in every if one.is_open(today)]
    if not now_open:
        cure = "run `loket period open CODE --from DATE --until DATE`"
        yield warn("period", "no period is open today: no answer is taken", cure)
    for one in now_open:
        try:
            ring.pepper(one.code, one.pepper_check)
        except (BotError, OSError) as error:
            yield failed("period", error)
        else:
            yield ok("period", f"{one.code} is open until {one.last_day}, its pepper is right")
