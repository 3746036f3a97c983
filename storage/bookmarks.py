"""Where a person with an open questionnaire is reading, found by the short-lived account hash."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.staff_tables import staff
from storage.tables import bookmarks

KEPT = timedelta(days=7)

# A turn asks for these each time: they are built once.
_OF = Prepared(sa.select(bookmarks).where(bookmarks.c.account == sa.bindparam("account")))
_PARTS = ("submission_id", "screen", "is_moving", "kept_until", "place", "seen", "touched")
_CHANGE = Prepared(
    bookmarks.update()
    .where(bookmarks.c.account == sa.bindparam("of"))
    .values({name: sa.bindparam(name) for name in _PARTS})
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`screen` is the message that shows the question, None until the first has been sent.

    `is_moving`: a new message is about to take its place, so nobody knows what is on screen.
    `place` says where in a shared form somebody of the staff is, and `seen` what that screen shows.
    `touched` is when the last answer came, in tenths of a second since 1970, if it did not wait.
    """

    submission_id: int
    screen: int | None
    is_moving: bool
    touched_on: date
    place: str = ""
    seen: int = 0
    touched: int | None = None


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody else of the staff who has the same place on screen; `chat` is encrypted."""

    account: str
    chat: bytes
    screen: int


async def bookmark_of(connection: AsyncConnection, account: str) -> Bookmark | None:
    """The questionnaire this account touched last, if it is still open."""
    row = await _OF.row(connection, account=account)
    if row is None:
        return None
    touched_on = row.kept_until - KEPT
    shown = (row.submission_id, row.screen, row.is_moving)
    return Bookmark(*shown, touched_on, row.place, row.seen, row.touched)


async def keep(
    connection: AsyncConnection, account: str, submission_id: int, screen: int | None, today: date
) -> None:
    """Remember what a citizen has open; forgotten after a week without a touch."""
    await put(
        connection, account, Bookmark(submission_id, screen, is_moving=False, touched_on=today)
    )


async def put(connection: AsyncConnection, account: str, mark: Bookmark) -> None:
    """Remember where an account is; forgotten after a week without a touch."""
    values = {
        "submission_id": mark.submission_id,
        "screen": mark.screen,
        "is_moving": mark.is_moving,
        "kept_until": mark.touched_on + KEPT,
        "place": mark.place,
        "seen": mark.seen,
        "touched": mark.touched,
    }
    if await _CHANGE.change(connection, of=account, **values) == 0:
        await connection.execute(bookmarks.insert().values(account=account, **values))


async def show_on(connection: AsyncConnection, account: str, screen: int) -> None:
    """The question now stands in the message `screen`; nothing to do once the end has come."""
    change = bookmarks.update().where(bookmarks.c.account == account)
    await connection.execute(change.values(screen=screen, is_moving=False))


async def start_moving(connection: AsyncConnection, account: str) -> None:
    """A new message is about to show the question; the old one stays known, to be retired."""
    change = bookmarks.update().where(bookmarks.c.account == account)
    await connection.execute(change.values(is_moving=True))


async def watchers(
    connection: AsyncConnection, submission_id: int, place: str, account: str
) -> list[Watcher]:
    """Who else of the staff has this place on screen."""
    query = (
        sa.select(bookmarks.c.account, staff.c.chat, bookmarks.c.screen)
        .join_from(bookmarks, staff, staff.c.account == bookmarks.c.account)
        .where(
            bookmarks.c.submission_id == submission_id,
            bookmarks.c.place == place,
            bookmarks.c.account != account,
            bookmarks.c.screen.is_not(None),
            bookmarks.c.is_moving.is_(False),
        )
    )
    return [Watcher(row.account, row.chat, row.screen) for row in await connection.execute(query)]


async def saw(connection: AsyncConnection, account: str, screen: int, seen: int) -> None:
    """The screen of a watcher shows a colleague's entry now, unless they have moved on."""
    change = bookmarks.update().where(bookmarks.c.account == account, bookmarks.c.screen == screen)
    await connection.execute(change.values(seen=seen))


async def drop(connection: AsyncConnection, submission_id: int) -> None:
    """The questionnaire has ended, and with it the way from the account to it."""
    gone = bookmarks.delete().where(bookmarks.c.submission_id == submission_id)
    await connection.execute(gone)


async def drop_old(connection: AsyncConnection, today: date) -> None:
    """Forget who was in the middle of something a week ago; their buttons still work."""
    await connection.execute(bookmarks.delete().where(bookmarks.c.kept_until < today))
