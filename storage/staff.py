"""People of the counter and their posts: who serves which lokus. Times are epoch seconds.

A post begins when the admin confirms a claimed invitation, and ends the moment it is revoked: the
bot asks `posts_of` in every turn.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ledger
from storage.errors import StaleTurn
from storage.invitations import (
    Invite,
    InviteExpired,
    InviteProblem,
    InviteSettled,
    InviteUnknown,
    NumberUnknown,
    cancel,
    claim,
    claimed,
    invite,
    invite_by_id,
    invites,
    settle,
)
from storage.places import LOKUS_COLUMNS, Lokus, lokus_in
from storage.staff_tables import staff, staff_invites, staff_posts
from storage.tables import instansi, lokus
from survey_flows.invitations import Role
from survey_flows.ledger import leaves
from survey_flows.weeks import day_at

__all__ = [
    "Invite",
    "InviteExpired",
    "InviteProblem",
    "InviteSettled",
    "InviteUnknown",
    "Member",
    "NumberUnknown",
    "Post",
    "Role",
    "cancel",
    "claim",
    "claimed",
    "confirm",
    "invite",
    "invite_by_id",
    "invites",
    "mark_told",
    "member_by_id",
    "member_of",
    "names",
    "posts",
    "posts_of",
    "remind",
    "revoke",
    "serves_instansi",
    "untold",
]

_IS_OPEN = staff_posts.c.revoked_at.is_(None)


@dataclass(frozen=True, slots=True)
class Member:
    """`account` is the keyed hash of a Telegram account, `chat` the sealed id of the chat."""

    id: int
    account: str
    chat: bytes
    name: str
    is_reminded: bool


@dataclass(frozen=True, slots=True)
class Post:
    """`number` is what the admin calls it by: that of its invitation."""

    id: int
    member: Member
    lokus: Lokus
    role: Role
    number: int
    confirmed_at: int
    revoked_at: int | None
    is_told: bool


async def confirm(connection: AsyncConnection, code: str, now: int) -> Post:
    """The post begins; an older one of the same person there ends, which changes the role.

    Raises what `claimed` raises, and StaleTurn when a rival confirmed the same person just now.
    """
    heard = await claimed(connection, code, now)
    if not await settle(connection, heard.id, "confirmed", now):
        raise InviteSettled(await invite_by_id(connection, heard.id))
    try:
        staff_id = await _join(connection, heard, now)
        is_older = sa.and_(
            staff_posts.c.staff_id == staff_id, staff_posts.c.lokus_id == heard.lokus.id
        )
        await _end(connection, is_older, now)
        begun = await _begin(connection, staff_id, heard, now)
    except IntegrityError as error:
        raise StaleTurn(f"{heard.name} was confirmed by somebody else just now") from error
    await _tell(connection, begun, "granted", now)
    return begun


async def posts(
    connection: AsyncConnection, *, lokus_code: str | None = None, include_revoked: bool = False
) -> Sequence[Post]:
    """By lokus code, then in the order they began."""
    there = sa.true() if lokus_code is None else lokus.c.code == lokus_code
    return await _posts(connection, there if include_revoked else sa.and_(there, _IS_OPEN))


async def posts_of(connection: AsyncConnection, account: str) -> Sequence[Post]:
    """What this account may do now, by lokus code; nothing for everybody else."""
    return await _posts(connection, sa.and_(staff.c.account == account, _IS_OPEN))


async def serves_instansi(connection: AsyncConnection, account: str, instansi_id: int) -> bool:
    """Whether this account may not answer F-03 there."""
    serves = sa.select(staff_posts.c.id).join(staff).join(lokus)
    found = serves.where(staff.c.account == account, lokus.c.instansi_id == instansi_id, _IS_OPEN)
    return (await connection.execute(found.limit(1))).first() is not None


async def revoke(connection: AsyncConnection, post_id: int, now: int) -> Post:
    """Ends a post from this moment; a second time keeps the first moment. Raises NumberUnknown."""
    await _end(connection, staff_posts.c.id == post_id, now)
    found = await _posts(connection, staff_posts.c.id == post_id)
    if not found:
        raise NumberUnknown(post_id)
    return found[0]


async def untold(connection: AsyncConnection) -> Sequence[Post]:
    """Posts whose people do not know yet that they were confirmed."""
    return await _posts(connection, sa.and_(staff_posts.c.is_told.is_(False), _IS_OPEN))


async def mark_told(connection: AsyncConnection, post_id: int) -> None:
    """The person was greeted."""
    change = staff_posts.update().where(staff_posts.c.id == post_id).values(is_told=True)
    await connection.execute(change)


async def remind(connection: AsyncConnection, member_id: int, *, wanted: bool) -> None:
    """Switch the reminders of a person on or off."""
    change = staff.update().where(staff.c.id == member_id).values(is_reminded=wanted)
    await connection.execute(change)


async def member_of(connection: AsyncConnection, account: str) -> Member | None:
    """Whoever this account was confirmed as, with a post or without."""
    found = await connection.execute(sa.select(staff).where(staff.c.account == account))
    row = found.one_or_none()
    return None if row is None else _member(row)


async def member_by_id(connection: AsyncConnection, number: int) -> Member:
    """Whom an upload or an entry names; nobody of the staff is ever deleted."""
    return _member((await connection.execute(sa.select(staff).where(staff.c.id == number))).one())


async def names(connection: AsyncConnection, numbers: Collection[int]) -> dict[int, str]:
    """The names of these people by number, whether they still serve or not."""
    query = sa.select(staff.c.id, staff.c.name).where(staff.c.id.in_(numbers))
    return {row.id: row.name for row in await connection.execute(query)}


async def _join(connection: AsyncConnection, heard: Invite, now: int) -> int:
    """The person by account: a known one keeps the name, and is reached where they came from."""
    claimed_by = sa.select(staff_invites.c.chat).where(staff_invites.c.id == heard.id)
    chat = (await connection.execute(claimed_by)).scalar_one()
    known = staff.update().where(staff.c.account == heard.account).values(chat=chat)
    number = (await connection.execute(known.returning(staff.c.id))).scalar_one_or_none()
    if number is None:
        values = {"account": heard.account, "chat": chat, "name": heard.name, "added_at": now}
        row = staff.insert().values(**values, is_reminded=True).returning(staff.c.id)
        number = (await connection.execute(row)).scalar_one()
    return int(number)


async def _begin(connection: AsyncConnection, staff_id: int, heard: Invite, now: int) -> Post:
    row = staff_posts.insert().values(
        staff_id=staff_id,
        lokus_id=heard.lokus.id,
        role=heard.role,
        invite_id=heard.id,
        confirmed_at=now,
        is_told=False,
    )
    number = (await connection.execute(row.returning(staff_posts.c.id))).scalar_one()
    (begun,) = await _posts(connection, staff_posts.c.id == number)
    return begun


async def _end(connection: AsyncConnection, wanted: sa.ColumnElement[bool], now: int) -> None:
    ending = await _posts(connection, sa.and_(wanted, _IS_OPEN))
    change = staff_posts.update().where(wanted, _IS_OPEN).values(revoked_at=now)
    await connection.execute(change)
    for one in ending:
        await _tell(connection, one, "revoked", now)


async def _tell(connection: AsyncConnection, post: Post, change: str, now: int) -> None:
    """The ledger knows a post by its number: who that is, only we know."""
    day = day_at(now, ZoneInfo(post.lokus.instansi.timezone)).isoformat()
    leaf = leaves.role(str(post.id), post.lokus.code, post.role, change, day)
    await ledger.append(connection, leaf)


async def _posts(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Post]:
    columns = (*staff_posts.c, staff.c.account, staff.c.chat, staff.c.name, staff.c.is_reminded)
    joined = sa.select(*columns, *LOKUS_COLUMNS).join_from(staff_posts, staff).join(lokus)
    query = joined.join(instansi).where(wanted).order_by(lokus.c.code, staff_posts.c.id)
    return [_post(row) for row in await connection.execute(query)]


def _member(row: sa.Row[*tuple[Any, ...]]) -> Member:
    return Member(row.id, row.account, row.chat, row.name, row.is_reminded)


def _post(row: sa.Row[*tuple[Any, ...]]) -> Post:
    member = Member(row.staff_id, row.account, row.chat, row.name, row.is_reminded)
    return Post(
        row.id,
        member,
        lokus_in(row),
        row.role,
        row.invite_id,
        row.confirmed_at,
        row.revoked_at,
        row.is_told,
    )
