"""Updates already taken in, by exact id, and those put aside because processing failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import parked, updates

REMEMBERED = timedelta(days=9)  # Telegram restarts ids at random after a week without updates


@dataclass(frozen=True, slots=True)
class Parked:
    """An update put aside. `sealed` holds it encrypted: it names a person."""

    update_id: int
    parked_on: date
    reason: str


async def book(connection: AsyncConnection, update_id: int, today: date) -> bool:
    """True the first time; a delivery that comes again must not have its effect again."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(updates).values(update_id=update_id, booked_on=today)
    return (await connection.execute(row.on_conflict_do_nothing())).rowcount == 1


async def park(
    connection: AsyncConnection, update_id: int, reason: str, sealed: bytes, today: date
) -> None:
    """Put an update aside, once."""
    known = sa.select(parked.c.update_id).where(parked.c.update_id == update_id)
    if (await connection.execute(known)).one_or_none() is None:
        values = {"update_id": update_id, "parked_on": today, "reason": reason, "sealed": sealed}
        await connection.execute(parked.insert().values(**values))


async def all_parked(connection: AsyncConnection) -> Sequence[Parked]:
    """Oldest first, without their content."""
    columns = (parked.c.update_id, parked.c.parked_on, parked.c.reason)
    rows = await connection.execute(sa.select(*columns).order_by(parked.c.parked_on))
    return [Parked(row.update_id, row.parked_on, row.reason) for row in rows]


async def forget_old(connection: AsyncConnection, today: date) -> None:
    """Drop ids and parked updates that can no longer come again."""
    await connection.execute(updates.delete().where(updates.c.booked_on < today - REMEMBERED))
    await connection.execute(parked.delete().where(parked.c.parked_on < today - REMEMBERED))
