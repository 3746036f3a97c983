"""What the database keeps for a while only: counted, and dropped once its term is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import bookmarks, deliveries, tables


@dataclass(frozen=True, slots=True)
class Term:
    """`days` after which rows of a table are of no use any more."""

    table: str
    days: int


TERMS = (
    Term("updates", deliveries.REMEMBERED.days),
    Term("parked", deliveries.REMEMBERED.days),
    Term("bookmarks", bookmarks.KEPT.days),
)


async def overdue(connection: AsyncConnection, today: date) -> Mapping[str, int]:
    """Rows per table that `drop` would take; the bot does so by itself, every six hours."""
    begun = today - deliveries.REMEMBERED
    old = {
        "updates": tables.updates.c.booked_on < begun,
        "parked": tables.parked.c.parked_on < begun,
        "bookmarks": tables.bookmarks.c.kept_until < today,
    }
    counted = {name: sa.select(sa.func.count()).where(which) for name, which in old.items()}
    return {
        name: int((await connection.execute(query)).scalar_one()) for name, query in counted.items()
    }


async def drop(connection: AsyncConnection, today: date) -> Mapping[str, int]:
    """How many rows went, per table."""
    found = await overdue(connection, today)
    await deliveries.forget_old(connection, today)
    await bookmarks.drop_old(connection, today)
    return found
