"""A petugas of the demo who answers for the citizens, so that the integrity report has a case."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from admin_cli import clock, office
from admin_cli.bundle.staff_accounts import look
from admin_cli.demo_crowd import FORM, Given, give
from admin_cli.demo_data import TIMEZONE
from admin_cli.demo_place import Place
from admin_cli.integrity_report.figures import Report
from admin_cli.integrity_report.loading import Wanted, load
from admin_cli.periods import newest
from storage import periods, places, submissions
from storage.database import Connection, Database
from storage.migrate import require_current
from storage.periods import Period
from storage.places import Lokus
from survey_flows.quality.rows import Opening

MANY = 30
HASTY = range(6, 14)  # tenths of a second before each tap


async def stuffed(place: Place, code: str) -> tuple[Report, int]:
    """What the report says of that lokus of a demo afterwards, and how many came in just now."""
    today = office.today(TIMEZONE)
    database = Database(place.database_url)
    try:
        await require_current(database)
        async with database.writing() as connection:
            lokus = await places.lokus_of(connection, code)
            period, _ = newest(await periods.all_periods(connection), "", today)
            added = await _stuff(connection, lokus, period)
            await look(connection, office.keys_in(place.keys), today)
            wanted = Wanted(code, period.code, today, Opening())
            return await load(connection, wanted), added
    finally:
        await database.close()


async def _stuff(connection: Connection, lokus: Lokus, period: Period) -> int:
    """Once for a lokus and period: the phones at hand are the same the next time."""
    now = clock.now().astimezone(ZoneInfo(lokus.instansi.timezone))
    added = 0
    for one in _fives(f"{lokus.code}/{period.code}", now):
        if await submissions.standing_of(connection, one.who) is None:
            await give(connection, lokus, period, one)
            added += 1
    return added


def _fives(where: str, now: datetime) -> Iterator[Given]:
    """All within this hour, all with the best mark, each as fast as a thumb can."""
    answers = dict.fromkeys(FORM.fields, "5")
    for number in range(MANY):
        digest = hashlib.sha256(f"petugas/{where}/{number}".encode()).digest()
        gaps = [HASTY[byte % len(HASTY)] for byte, _ in zip(digest, answers, strict=False)]
        yield Given(digest.hex()[:32], now, answers, gaps)
