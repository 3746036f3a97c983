"""What was made for the scoring engine and sent there: added to, never changed."""

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.push_tables import bundles, push_attempts, pushes

Outcome = Literal["delivered", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file that was made; `manifest` is the sha256 of its MANIFEST.sha256."""

    file: str
    week: str
    is_complete: bool
    sha256: str
    manifest: str
    made_at: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an attempt ended; without a status nobody answered."""

    outcome: Outcome
    ended_at: int
    said: str
    status: int | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending; without a receipt it runs still, or was cut off."""

    begun_at: int
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A bundle that somebody wants to be at a receiver."""

    file: str
    week: str
    manifest: str
    url: str
    asked_at: int


@dataclass(frozen=True, slots=True)
class Push:
    """What was asked for, and every attempt at it, oldest first."""

    id: int
    asked: Asked
    attempts: tuple[Attempt, ...]


async def record_bundle(connection: AsyncConnection, bundle: Bundle) -> None:
    """A file is on disk now."""
    values = {name: getattr(bundle, name) for name in Bundle.__slots__}
    await connection.execute(bundles.insert().values(**values))


async def all_bundles(connection: AsyncConnection) -> list[Bundle]:
    """Oldest first."""
    query = sa.select(*(bundles.c[name] for name in Bundle.__slots__)).order_by(bundles.c.id)
    return [Bundle(*row) for row in await connection.execute(query)]


async def ask(connection: AsyncConnection, asked: Asked) -> Push:
    """The push of that bundle to that receiver, made if it is new."""
    values = {name: getattr(asked, name) for name in Asked.__slots__}
    same = sa.and_(pushes.c.manifest == asked.manifest, pushes.c.url == asked.url)
    fresh = sa.select(*map(sa.literal, values.values())).where(~sa.exists().where(same))
    await connection.execute(pushes.insert().from_select(list(values), fresh))
    (found,) = await _pushes(connection, same)
    return found


async def all_pushes(connection: AsyncConnection) -> list[Push]:
    """Oldest first."""
    return await _pushes(connection, sa.true())


async def begin(connection: AsyncConnection, push: int, begun_at: int) -> int:
    """The number of a new attempt; to be committed before anything is sent."""
    new = push_attempts.insert().values(push_id=push, begun_at=begun_at)
    made = await connection.execute(new.returning(push_attempts.c.id))
    return int(made.scalar_one())


async def settle(connection: AsyncConnection, attempt: int, receipt: Receipt) -> None:
    """How it ended; the database takes that once."""
    values = {name: getattr(receipt, name) for name in Receipt.__slots__}
    change = push_attempts.update().where(push_attempts.c.id == attempt).values(**values)
    await connection.execute(change)


async def _pushes(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Push]:
    tries: dict[int, list[Attempt]] = {}
    for row in await connection.execute(sa.select(push_attempts).order_by(push_attempts.c.id)):
        tries.setdefault(row.push_id, []).append(Attempt(row.begun_at, _receipt(row)))
    query = sa.select(pushes).where(wanted).order_by(pushes.c.id)
    return [
        Push(row.id, _asked(row), tuple(tries.get(row.id, ())))
        for row in await connection.execute(query)
    ]


def _asked(row: sa.Row[*tuple[object, ...]]) -> Asked:
    return Asked(row.file, row.week, row.manifest, row.url, row.asked_at)


def _receipt(row: sa.Row[*tuple[object, ...]]) -> Receipt | None:
    if row.outcome is None:
        return None
    return Receipt(row.outcome, row.ended_at, row.said, row.status, row.body_sha256)
