"""Since when an account has been answering in a period, by a hash that dies with its pepper."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.owed_tables import seen


async def first_day(connection: AsyncConnection, name: str, period_id: int, today: date) -> date:
    """The day it began anything there for the first time: today, if it never did."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(seen).values(name=name, period_id=period_id, first_day=today)
    await connection.execute(row.on_conflict_do_nothing())
    query = sa.select(seen.c.first_day).where(seen.c.name == name)
    day: date = (await connection.execute(query)).scalar_one()
    return day


async def forget(connection: AsyncConnection, names: Collection[str]) -> None:
    """An account has asked for it."""
    await connection.execute(seen.delete().where(seen.c.name.in_(list(names))))


async def forget_period(connection: AsyncConnection, period_id: int) -> None:
    """Its pepper is gone, so nobody can be found by these any more."""
    await connection.execute(seen.delete().where(seen.c.period_id == period_id))
