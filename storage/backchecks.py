"""Who had filled it in, asked in private afterwards: never shown to the office."""

import secrets
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.errors import StaleTurn
from storage.holdings import Holding
from storage.owed_tables import backchecks
from survey_flows.ledger import leaves
from survey_flows.receipts import canonical, commitment

Word = Literal["self", "assisted", "staff"]
_SALT_BYTES = 32


async def ask(connection: AsyncConnection, submission_id: int, today: date) -> None:
    """The citizen is being asked; a second time keeps the first day."""
    known = sa.select(backchecks.c.asked_on).where(backchecks.c.submission_id == submission_id)
    if (await connection.execute(known)).first() is not None:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(backchecks).values(submission_id=submission_id, asked_on=today)
    await connection.execute(row.on_conflict_do_nothing())


async def asked_on(connection: AsyncConnection, submission_id: int) -> date | None:
    """Since when an answer is awaited; None where nobody asked, or it was said already."""
    open_ones = backchecks.c.opening.is_(None)
    query = sa.select(backchecks.c.asked_on).where(
        backchecks.c.submission_id == submission_id, open_ones
    )
    day: date | None = (await connection.execute(query)).scalar_one_or_none()
    return day


async def say(connection: AsyncConnection, of: Holding, word: Word, day: date) -> None:
    """Bind the answer by a leaf under a salt of its own; raises StaleTurn when it was said."""
    opening, salt = canonical({"said": word}), secrets.token_bytes(_SALT_BYTES)
    bound = commitment(opening, salt)
    leaf = leaves.backcheck(of.leaf_hash, of.lokus.code, day.isoformat(), bound)
    await ledger.append(connection, leaf)
    awaited = sa.and_(
        backchecks.c.submission_id == of.submission_id, backchecks.c.opening.is_(None)
    )
    values = {"opening": opening, "salt": salt, "leaf_hash": leaf.hash}
    said = await connection.execute(backchecks.update().where(awaited).values(**values))
    if said.rowcount != 1:
        raise StaleTurn("a rival turn has answered")
