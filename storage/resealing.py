"""What hangs on a key of the server, when another key takes its place."""

from collections.abc import Callable, Sequence
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.owed_tables import owed
from storage.staff_tables import staff, staff_invites
from storage.tables import bookmarks, parked

Name = Literal["chats", "parked"]
_SEALED: dict[Name, tuple[tuple[sa.Table, str], ...]] = {
    "chats": ((staff, "chat"), (staff_invites, "chat"), (owed, "sealed")),
    "parked": ((parked, "sealed"),),
}


async def sealed_under(connection: AsyncConnection, name: Name) -> Sequence[bytes]:
    """Everything that is encrypted with that key."""
    return [
        content
        for table, column in _SEALED[name]
        for _, content in await _contents(connection, table, column)
    ]


async def reseal(
    connection: AsyncConnection, name: Name, resealed: Callable[[bytes], bytes]
) -> int:
    """How many were encrypted anew."""
    return sum(
        [
            await _replace(connection, table, (column, column), resealed)
            for table, column in _SEALED[name]
        ]
    )


async def rename_accounts(connection: AsyncConnection, name_of: Callable[[bytes], str]) -> int:
    """How many of the staff got another name, made from where they are reached.

    Bookmarks are dropped: nothing leads from them to an account, and buttons find the form again.
    """
    await connection.execute(bookmarks.delete())
    columns = ("chat", "account")
    return sum(
        [await _replace(connection, table, columns, name_of) for table in (staff, staff_invites)]
    )


async def _replace(
    connection: AsyncConnection,
    table: sa.Table,
    columns: tuple[str, str],
    change: Callable[[bytes], bytes] | Callable[[bytes], str],
) -> int:
    """Fill the second column with what becomes of the first."""
    (number,) = table.primary_key
    source, target = columns
    rows = await _contents(connection, table, source)
    for one, content in rows:
        row = table.update().where(number == one)
        await connection.execute(row.values({target: change(content)}))
    return len(rows)


async def _contents(
    connection: AsyncConnection, table: sa.Table, column: str
) -> Sequence[tuple[int, bytes]]:
    (number,) = table.primary_key
    query = sa.select(number, table.c[column]).where(table.c[column].is_not(None)).order_by(number)
    return [(row[0], row[1]) for row in await connection.execute(query)]
