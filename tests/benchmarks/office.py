"""An office for our own bot: keys, a migrated database, a period, and the links of its posters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.keys import KeyRing
from storage import instruments, periods, places
from storage.database import Connection, Database
from storage.tables import facts
from survey_flows import catalog
from survey_flows.fingerprint import fingerprint
from survey_flows.links import Link, payload
from tests.databases import postgres_url, sqlite_url

FORM = catalog.load("F-03")
PERIOD = "2026"
MOST_LOKUS = 40


@dataclass(frozen=True)
class Office:
    """`links` has a payload per lokus: an account answers once in each."""

    folder: Path
    url: str
    links: Sequence[str]

    async def facts(self) -> int:
        """How many facts the database holds."""
        database = Database(self.url)
        async with database.reading() as connection:
            found = await connection.scalar(sa.select(sa.func.count()).select_from(facts))
        await database.close()
        return int(found or 0)


async def open_office(folder: Path, postgres: str = "") -> Office:
    """In a folder of its own; `postgres` is the URL of a server, else it is SQLite."""
    folder.mkdir(mode=0o700, exist_ok=True)
    template = folder.parent / "template.db"
    url = await (postgres_url(postgres) if postgres else sqlite_url(folder, template))
    keys, database = KeyRing(folder / "keys"), Database(url)
    keys.create()
    check = keys.new_pepper(PERIOD)
    async with database.writing() as connection:
        links = await _furnish(connection, keys, check)
    await database.close()
    return Office(folder, url, links)


async def _furnish(connection: Connection, keys: KeyRing, check: str) -> Sequence[str]:
    today, day = date.today(), timedelta(days=1)
    await instruments.publish(connection, FORM.form_id, FORM.version, fingerprint(FORM), today)
    await places.add_instansi(connection, "pemkot", "Pemerintah Kota Contoh", "Asia/Makassar")
    period = await periods.open_period(connection, PERIOD, today - day, today + 9 * day, check)
    number, key = keys.newest_qr
    links = []
    for place in range(MOST_LOKUS):
        name = f"Puskesmas {place:03}"
        one = await places.add_lokus(connection, f"puskesmas-{place}", name, "pemkot")
        links.append(payload(Link("F-03", one.id, period.id), number, key))
    return links
