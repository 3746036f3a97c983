"""Invitations of people of the counter. Times are epoch seconds.

An invitation is settled once. Its link alone lets nobody in: it gives the first account that opens
it a code, and `storage.staff.confirm` begins a post when the admin has heard that code.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import NotFound, StaleTurn, StorageError
from storage.places import LOKUS_COLUMNS, Lokus, lokus_in
from storage.staff_tables import staff_invites
from storage.tables import instansi, lokus
from survey_flows.invitations import TOKEN_BYTES, Role, code_text

InviteProblem = Literal["unknown", "expired", "used", "revoked"]
InviteState = Literal["waiting", "claimed", "expired", "confirmed", "revoked"]

VALID = 48 * 3600
_IN_SIGHT = 7 * 24 * 3600  # how long an expired invitation is still listed
_LONGEST_NAME = 100
_CODES = 10**6


@dataclass(frozen=True, slots=True)
class Invite:
    """`code` and `account` are empty until somebody opens the link, `outcome` until the end."""

    id: int
    lokus: Lokus
    role: Role
    name: str
    made_at: int
    expires_at: int
    claimed_at: int | None
    account: str
    code: str
    outcome: Literal["", "confirmed", "revoked"]
    settled_at: int | None

    def state(self, now: int) -> InviteState:
        """What it waits for, or how it ended."""
        if self.outcome:
            return self.outcome
        if now >= self.lapses_at:
            return "expired"
        return "waiting" if self.claimed_at is None else "claimed"

    @property
    def lapses_at(self) -> int:
        """The link works for 48 hours; who came in time has 48 hours more to be confirmed."""
        return self.expires_at if self.claimed_at is None else self.claimed_at + VALID


class BadName(StorageError):
    """A name that would not fit on a line."""

    code = "name.bad"

    def __init__(self) -> None:
        super().__init__(
            f"the name of a person has 1 to {_LONGEST_NAME} characters and no control characters"
        )


class InviteUnknown(NotFound):
    """No invitation has this code. The codes there are, are nobody's business."""

    code = "invite.unknown"

    def __init__(self, code: str) -> None:
        StorageError.__init__(
            self, f"no invitation has the code {code!r}: let the person read it out again"
        )


class NumberUnknown(NotFound):
    """Neither an invitation nor a post goes by this number."""

    code = "staff.unknown"

    def __init__(self, number: int) -> None:
        words = f"no invitation and no post has the number {number}: see `loket staff list --all`"
        StorageError.__init__(self, words)


class InviteExpired(StorageError):
    """Nobody confirmed it in time."""

    code = "invite.expired"

    def __init__(self, found: Invite) -> None:
        super().__init__(
            f"the code {code_text(found.code)} of {found.name} was not confirmed within "
            f"{VALID // 3600} hours: make a new link with `loket staff invite`"
        )


class InviteSettled(StorageError):
    """It was confirmed or revoked before; it is not taken back."""

    code = "invite.settled"

    def __init__(self, found: Invite) -> None:
        super().__init__(
            f"the invitation of {found.name} was {found.outcome} already: see `loket staff list`"
        )


async def invite(
    connection: AsyncConnection, where: Lokus, role: Role, name: str, now: int
) -> tuple[Invite, str]:
    """Also gives the token, for this once: only its hash is stored. Raises BadName."""
    name = name.strip()
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadName
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = staff_invites.insert().values(
        token_hash=_hashed(token),
        lokus_id=where.id,
        role=role,
        name=name,
        made_at=now,
        expires_at=now + VALID,
    )
    added = await connection.execute(row.returning(staff_invites.c.id))
    (made,) = await _invites(connection, staff_invites.c.id == added.scalar_one())
    return made, token


async def claim(
    connection: AsyncConnection, token: str, account: str, chat: bytes, now: int
) -> Invite | InviteProblem:
    """The first account holds the invitation and gets its code, as often as it asks.

    Raises StaleTurn when the code drawn is in use: judge the turn again.
    """
    is_it = staff_invites.c.token_hash == _hashed(token)
    is_free = sa.and_(staff_invites.c.account.is_(None), staff_invites.c.outcome.is_(None))
    take = staff_invites.update().where(is_it, is_free, staff_invites.c.expires_at > now)
    try:
        code = f"{secrets.randbelow(_CODES):06}"
        await connection.execute(take.values(account=account, chat=chat, code=code, claimed_at=now))
    except IntegrityError as error:
        raise StaleTurn("another invitation has this code") from error
    found = await _invites(connection, is_it)
    return _judged(found[0], account, now) if found else "unknown"


async def claimed(connection: AsyncConnection, code: str, now: int) -> Invite:
    """What `confirm` would confirm. Raises InviteUnknown, InviteExpired or InviteSettled."""
    found = await _invites(connection, staff_invites.c.code == code)
    if not found:
        raise InviteUnknown(code)
    if found[0].outcome:
        raise InviteSettled(found[0])
    if found[0].state(now) == "expired":
        raise InviteExpired(found[0])
    return found[0]


async def invites(
    connection: AsyncConnection, now: int, *, include_settled: bool = False
) -> Sequence[Invite]:
    """Oldest first: those not settled yet, expired ones for a week more; or every one there was."""
    if include_settled:
        return await _invites(connection, sa.true())
    lapses_at = sa.func.coalesce(staff_invites.c.claimed_at + VALID, staff_invites.c.expires_at)
    in_sight = lapses_at + _IN_SIGHT > now
    return await _invites(connection, sa.and_(staff_invites.c.outcome.is_(None), in_sight))


async def claimed_by(connection: AsyncConnection, account: str, now: int) -> Invite | None:
    """What this account waits to be confirmed for, the newest first."""
    is_open = sa.and_(staff_invites.c.account == account, staff_invites.c.outcome.is_(None))
    found = [one for one in await _invites(connection, is_open) if one.state(now) == "claimed"]
    return found[-1] if found else None


async def invite_by_id(connection: AsyncConnection, number: int) -> Invite:
    """Raises NumberUnknown."""
    found = await _invites(connection, staff_invites.c.id == number)
    if not found:
        raise NumberUnknown(number)
    return found[0]


async def cancel(connection: AsyncConnection, invite_id: int, now: int) -> Invite:
    """The link and its code lead nowhere from now on; a settled one stays as it is."""
    await settle(connection, invite_id, "revoked", now)
    return await invite_by_id(connection, invite_id)


async def settle(
    connection: AsyncConnection, invite_id: int, outcome: Literal["confirmed", "revoked"], now: int
) -> bool:
    """False when somebody settled it before."""
    is_open = sa.and_(staff_invites.c.id == invite_id, staff_invites.c.outcome.is_(None))
    change = staff_invites.update().where(is_open).values(outcome=outcome, settled_at=now)
    return (await connection.execute(change)).rowcount == 1


def _judged(found: Invite, account: str, now: int) -> Invite | InviteProblem:
    if found.account not in {"", account} or found.outcome == "confirmed":
        return "used"
    if found.outcome == "revoked":
        return "revoked"
    return "expired" if found.state(now) == "expired" else found


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def _invites(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Invite]:
    joined = sa.select(staff_invites, *LOKUS_COLUMNS).join_from(staff_invites, lokus).join(instansi)
    query = joined.where(wanted).order_by(staff_invites.c.id)
    return [
        Invite(
            row.id,
            lokus_in(row),
            row.role,
            row.name,
            row.made_at,
            row.expires_at,
            row.claimed_at,
            row.account or "",
            row.code or "",
            row.outcome or "",
            row.settled_at,
        )
        for row in await connection.execute(query)
    ]
