"""What staff were reminded of, so that nobody hears the same twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.drafts import Owner
from storage.staff_tables import reminders


@dataclass(frozen=True, slots=True)
class Reminder:
    """`kind` says what about, at most 20 characters; `sent_at` counts seconds since 1970."""

    staff_id: int
    owner: Owner
    kind: str
    sent_at: int


async def note(connection: AsyncConnection, new: Reminder) -> None:
    """Somebody was reminded; a second time keeps the first moment."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(reminders).values(
        staff_id=new.staff_id,
        lokus_id=new.owner.lokus_id,
        period_id=new.owner.period_id,
        kind=new.kind,
        sent_at=new.sent_at,
    )
    await connection.execute(row.on_conflict_do_nothing())


async def of_lokus(connection: AsyncConnection, lokus_id: int) -> Sequence[Reminder]:
    """Everything anybody was reminded of there, in whatever period, oldest first."""
    query = sa.select(reminders).where(reminders.c.lokus_id == lokus_id)
    ordered = query.order_by(reminders.c.sent_at, reminders.c.staff_id, reminders.c.kind)
    return [
        Reminder(row.staff_id, Owner(row.lokus_id, row.period_id), row.kind, row.sent_at)
        for row in await connection.execute(ordered)
    ]
