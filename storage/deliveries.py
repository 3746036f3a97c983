"""Updates already taken in, by exact id, and those put aside because processing failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.tables import parked, updates

# Each turn books: the statements are built once.
_ONCE: Mapping[str, Mapping[sa.Table, Prepared]] = {
    name: {one: Prepared(insert(one).on_conflict_do_nothing()) for one in (updates, parked)}
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
REMEMBERED = timedelta(days=9)  # Telegram restarts ids at random after a week without updates


@dataclass(frozen=True, slots=True)
class Parked:
    """An update put aside. `sealed` holds it encrypted: it names a person."""

    update_id: int
    parked_on: date
    reason: str


async def book(connection: AsyncConnection, update_id: int, today: date) -> bool:
    """True the first time; a delivery that comes again must not have its effect again."""
    return await _add_once(connection, updates, {"update_id": update_id, "booked_on": today})


async def park(
    connection: AsyncConnection, update_id: int, reason: str, sealed: bytes, today: date
) -> None:
    """Put an update aside, once."""
    values = {"update_id": update_id, "parked_on": today, "reason": reason, "sealed": sealed}
    await _add_once(connection, parked, values)


async def all_parked(connection: AsyncConnection) -> Sequence[Parked]:
    """Oldest first, without their content."""
    columns = (parked.c.update_id, parked.c.parked_on, parked.c.reason)
    rows = await connection.execute(sa.select(*columns).order_by(parked.c.parked_on))
    return [Parked(row.update_id, row.parked_on, row.reason) for row in rows]


async def forget_old(connection: AsyncConnection, today: date) -> None:
    """Drop ids and parked updates that can no longer come again."""
    await connection.execute(updates.delete().where(updates.c.booked_on < today - REMEMBERED))
    await connection.execute(parked.delete().where(parked.c.parked_on < today - REMEMBERED))


async def _add_once(
    connection: AsyncConnection, table: sa.Table, values: Mapping[str, object]
) -> bool:
    row = _ONCE[connection.dialect.name][table]
    return await row.change(connection, **values) == 1
