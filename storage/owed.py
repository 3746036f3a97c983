"""Messages the bot owes to citizens: kept, encrypted, only as long as they are owed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.owed_tables import owed

Kind = Literal["later", "backcheck", "data", "clear"]
_NAMES_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class NewDebt:
    """`name` is a keyed hash; `sealed` says to which chat and about what. Hours since 1970 UTC."""

    kind: Kind
    name: str
    due_hour: int
    until_hour: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Debt(NewDebt):
    """One that is in the books."""

    id: int


async def owe(connection: AsyncConnection, new: NewDebt) -> None:
    """Of each kind at most one for a name: the newer takes the place of the older."""
    await drop(connection, new.kind, new.name)
    values = {
        "kind": new.kind,
        "name": new.name,
        "due_hour": new.due_hour,
        "until_hour": new.until_hour,
        "sealed": new.sealed,
    }
    await connection.execute(owed.insert().values(**values))


async def due(connection: AsyncConnection, hour: int) -> Sequence[Debt]:
    """Everything that may be said by now, oldest first."""
    query = sa.select(owed).where(owed.c.due_hour <= hour).order_by(owed.c.due_hour, owed.c.id)
    return [
        Debt(row.kind, row.name, row.due_hour, row.until_hour, row.sealed, row.id)
        for row in await connection.execute(query)
    ]


async def settle(connection: AsyncConnection, number: int) -> None:
    """Nothing is owed any more; the chat is forgotten."""
    await connection.execute(owed.delete().where(owed.c.id == number))


async def is_owed(connection: AsyncConnection, number: int) -> bool:
    """Whether it still is: somebody may have answered, or taken everything back."""
    query = sa.select(owed.c.id).where(owed.c.id == number)
    return (await connection.execute(query)).first() is not None


async def is_waiting(connection: AsyncConnection, kind: Kind, names: Collection[str]) -> bool:
    """Whether one of that kind is owed to any of these."""
    query = sa.select(owed.c.name).where(owed.c.kind == kind)
    waiting = set((await connection.execute(query)).scalars())
    return not waiting.isdisjoint(names)


async def drop(connection: AsyncConnection, kind: Kind, name: str) -> None:
    """It has become needless."""
    await connection.execute(owed.delete().where(owed.c.kind == kind, owed.c.name == name))


async def drop_of(connection: AsyncConnection, names: Collection[str]) -> None:
    """Whatever is owed to these."""
    every = list(names)
    for start in range(0, len(every), _NAMES_AT_ONCE):
        some = every[start : start + _NAMES_AT_ONCE]
        await connection.execute(owed.delete().where(owed.c.name.in_(some)))


async def drop_late(connection: AsyncConnection, hour: int) -> int:
    """How many came to nothing: their time is over."""
    return (await connection.execute(owed.delete().where(owed.c.until_hour <= hour))).rowcount


async def count(connection: AsyncConnection) -> int:
    """How many messages are owed."""
    found = await connection.execute(sa.select(sa.func.count()).select_from(owed))
    return int(found.scalar_one())
