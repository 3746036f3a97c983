"""What people asked for by right, and whether it was done in time (UU 27/2022): not who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.owed_tables import requests

Kind = Literal["access", "withdraw", "erase"]
TERM = timedelta(days=3)  # 3 x 24 hours: pasal 32, 40 and 41
PRESSING = timedelta(days=2)
"""How long one may wait before people are told: a day is left then."""


@dataclass(frozen=True, slots=True)
class Request:
    """`done_on` is None while it waits."""

    id: int
    kind: Kind
    asked_on: date
    done_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether the law's term is over without an answer."""
        return self.done_on is None and today > self.asked_on + TERM


async def record(
    connection: AsyncConnection, kind: Kind, today: date, *, is_done: bool = True
) -> int:
    """Give back its number."""
    values = {"kind": kind, "asked_on": today, "done_on": today if is_done else None}
    added = await connection.execute(requests.insert().values(**values).returning(requests.c.id))
    return int(added.scalar_one())


async def do(connection: AsyncConnection, number: int, today: date) -> None:
    """It has been answered; a second time keeps the first day."""
    waiting = sa.and_(requests.c.id == number, requests.c.done_on.is_(None))
    await connection.execute(requests.update().where(waiting).values(done_on=today))


async def all_requests(connection: AsyncConnection) -> Sequence[Request]:
    """Oldest first."""
    rows = await connection.execute(sa.select(requests).order_by(requests.c.id))
    return [Request(row.id, row.kind, row.asked_on, row.done_on) for row in rows]


async def pressing(connection: AsyncConnection, today: date) -> int:
    """How many have waited so long that somebody must see to them."""
    waits = sa.and_(requests.c.done_on.is_(None), requests.c.asked_on <= today - PRESSING)
    query = sa.select(sa.func.count()).select_from(requests).where(waits)
    return int((await connection.execute(query)).scalar_one())


async def count(connection: AsyncConnection, kind: Kind) -> int:
    """How many there were."""
    query = sa.select(sa.func.count()).select_from(requests).where(requests.c.kind == kind)
    return int((await connection.execute(query)).scalar_one())
