"""What was printed for citizens: posters and tickets, added to and never changed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.places import LOKUS_COLUMNS, Lokus, lokus_in
from storage.tables import instansi, lokus, periods
from storage.ticket_tables import issuances

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
_BATCH = 6


@dataclass(frozen=True, slots=True)
class NewIssuance:
    """One printing for one lokus; both days are included. Only tickets have a batch."""

    made_on: date
    channel: int
    lokus_id: int
    period_id: int
    key_id: int
    pieces: int
    first_day: date
    last_day: date
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Issuance:
    """One printing, as it is read back."""

    id: int
    made_on: date
    channel: int
    lokus: Lokus
    period: str
    key_id: int
    pieces: int
    first_day: date
    last_day: date
    batch: str


async def record(connection: AsyncConnection, new: NewIssuance) -> int:
    """Its number; to be committed when the paper is there."""
    values = {name: getattr(new, name) for name in NewIssuance.__slots__}
    added = await connection.execute(issuances.insert().values(**values).returning(issuances.c.id))
    return int(added.scalar_one())


async def all_issuances(connection: AsyncConnection) -> Sequence[Issuance]:
    """Oldest first."""
    joined = issuances.join(lokus).join(instansi).join(periods)
    columns = (*issuances.c, periods.c.code.label("period"), *LOKUS_COLUMNS)
    query = sa.select(*columns).select_from(joined).order_by(issuances.c.id)
    return [
        Issuance(
            row.id,
            row.made_on,
            row.channel,
            lokus_in(row),
            row.period,
            row.key_id,
            row.pieces,
            row.first_day,
            row.last_day,
            row.batch or "",
        )
        for row in await connection.execute(query)
    ]


async def free_batch(connection: AsyncConnection) -> str:
    """Six letters no sheet has, easy to read out."""
    while True:
        batch = "".join(secrets.choice(_LETTERS) for _ in range(_BATCH))
        taken = sa.select(issuances.c.id).where(issuances.c.batch == batch)
        if (await connection.execute(taken)).first() is None:
            return batch
