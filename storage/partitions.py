"""Many rows, some at a time: asked for one by one, each would cost a change of greenlets."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Row = sa.Row[*tuple[Any, ...]]


async def partitions(
    connection: AsyncConnection, query: sa.Select[*tuple[Any, ...]], size: int
) -> AsyncIterator[Sequence[Row]]:
    """All rows of `query` in its order; no more than `size` of them are held at once."""
    async with connection.stream(query, execution_options={"yield_per": size}) as rows:
        async for some in rows.partitions():
            yield some
