"""The rows a storage test starts from: an instansi, a lokus, a period, a published form."""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import instruments, periods, places, submissions
from storage.database import Connection, Database
from storage.submissions import NewSubmission, Submission
from survey_flows.facts import Answered, Consented

FORM, VERSION = "F-03", "2023061901"
FIRST_DAY, LAST_DAY = date(2026, 11, 1), date(2026, 12, 31)
CONSENT = Consented("text")


@dataclass(frozen=True)
class Shelf:
    """Where a new submission belongs."""

    lokus: int
    period: int

    def new(self, who: str = "w" * 32) -> NewSubmission:
        return NewSubmission(FORM, VERSION, self.lokus, self.period, who, channel=0)


async def furnish(database: Database) -> Shelf:
    """One of everything a submission refers to."""
    async with database.writing() as connection:
        await instruments.publish(connection, FORM, VERSION, "sha256:0", FIRST_DAY)
        await places.add_instansi(connection, "kota", "Kota Contoh", "Asia/Makassar")
        lokus = await places.add_lokus(connection, "pkm", "Puskesmas", "kota")
        period = await periods.open_period(connection, "2026", FIRST_DAY, LAST_DAY, "c" * 16)
    return Shelf(lokus.id, period.id)


async def begun(database: Database, who: str = "w" * 32) -> Submission:
    """An open submission with consent and one answer."""
    shelf = await furnish(database)
    async with database.writing() as connection:
        first = (CONSENT, Answered("i01", "4"))
        return await submissions.begin(connection, shelf.new(who), first)


async def run(database: Database, statement: str) -> int:
    """Execute SQL as anybody with the database open could."""
    async with database.writing() as connection:
        return (await connection.execute(sa.text(statement))).rowcount


async def refused(database: Database, statement: str) -> bool:
    """Whether the database itself does not let that happen, whoever asks."""
    try:
        await run(database, statement)
    except IntegrityError:
        return True
    except DBAPIError as error:
        raise AssertionError(f"refused for another reason: {error.orig}") from error
    return False


async def counted(database: Database, table: str) -> int:
    async with database.reading() as connection:
        return int(
            (await connection.execute(sa.text(f"SELECT count(*) FROM {table}"))).scalar_one()
        )


async def tried(work: Awaitable[object], *losing: type[Exception]) -> bool:
    """Whether the work went through; losing in the named ways is no accident."""
    with suppress(*losing):
        await work
        return True
    return False


async def outcome_of(connection: Connection, number: int) -> str:
    return (await submissions.by_id(connection, number)).outcome
