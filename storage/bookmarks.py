"""Where a person with an open questionnaire is reading, found by the short-lived account hash."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import bookmarks

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`screen` is the message that shows the question, None until the first has been sent.

    `is_moving`: a new message is about to take its place, so nobody knows what is on screen.
    """

    submission_id: int
    screen: int | None
    is_moving: bool
    touched_on: date


async def bookmark_of(connection: AsyncConnection, account: str) -> Bookmark | None:
    """The questionnaire this account touched last, if it is still open."""
    query = sa.select(bookmarks).where(bookmarks.c.account == account)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Bookmark(row.submission_id, row.screen, row.is_moving, row.kept_until - KEPT)


async def keep(
    connection: AsyncConnection, account: str, submission_id: int, screen: int | None, today: date
) -> None:
    """Remember the place; forgotten after a week without a touch."""
    values = {
        "submission_id": submission_id,
        "screen": screen,
        "is_moving": False,
        "kept_until": today + KEPT,
    }
    change = bookmarks.update().where(bookmarks.c.account == account).values(**values)
    if (await connection.execute(change)).rowcount == 0:
        await connection.execute(bookmarks.insert().values(account=account, **values))


async def show_on(connection: AsyncConnection, account: str, screen: int) -> None:
    """The question now stands in the message `screen`; nothing to do once the end has come."""
    change = bookmarks.update().where(bookmarks.c.account == account)
    await connection.execute(change.values(screen=screen, is_moving=False))


async def start_moving(connection: AsyncConnection, account: str) -> None:
    """A new message is about to show the question; the old one stays known, to be retired."""
    change = bookmarks.update().where(bookmarks.c.account == account)
    await connection.execute(change.values(is_moving=True))


async def drop(connection: AsyncConnection, submission_id: int) -> None:
    """The questionnaire has ended, and with it the way from the account to it."""
    gone = bookmarks.delete().where(bookmarks.c.submission_id == submission_id)
    await connection.execute(gone)


async def drop_old(connection: AsyncConnection, today: date) -> None:
    """Forget who was in the middle of something a week ago; their buttons still work."""
    await connection.execute(bookmarks.delete().where(bookmarks.c.kept_until < today))
