"""A sent response is replaced or taken back: by a leaf, and then by its mark."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger, owed
from storage.errors import StaleTurn
from storage.holdings import Holding
from storage.tables import submissions
from survey_flows.ledger import leaves


async def supersede(connection: AsyncConnection, old: Holding, by: str, day: date) -> None:
    """The same account has answered again; `by` is the leaf hash of what counts instead."""
    leaf = leaves.supersede(old.leaf_hash, by, old.lokus.code, day.isoformat())
    await ledger.append(connection, leaf)
    await _mark(connection, old, "superseded")


async def withdraw(connection: AsyncConnection, old: Holding, day: date) -> None:
    """The citizen has taken it back."""
    leaf = leaves.withdraw(old.leaf_hash, old.lokus.code, day.isoformat())
    await ledger.append(connection, leaf)
    await _mark(connection, old, "withdrawn")


async def _mark(connection: AsyncConnection, old: Holding, how: str) -> None:
    """Whoever lost a race has their leaf undone with the transaction."""
    stands = sa.and_(submissions.c.id == old.submission_id, submissions.c.ended.is_(None))
    marked = await connection.execute(submissions.update().where(stands).values(ended=how))
    if marked.rowcount != 1:
        raise StaleTurn("a rival turn has ended that response")
    await owed.drop_of(connection, [old.who])
