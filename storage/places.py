"""Instansi and their lokus."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import CodeTaken, NotFound
from storage.prepared import Prepared, Row
from storage.tables import instansi, lokus

LOKUS_COLUMNS = (
    lokus.c.id.label("lokus_number"),
    lokus.c.code.label("lokus_code"),
    lokus.c.name.label("lokus_name"),
    instansi.c.id.label("owner_id"),
    instansi.c.code.label("owner_code"),
    instansi.c.name.label("owner_name"),
    instansi.c.timezone,
)
_JOINED = sa.select(*LOKUS_COLUMNS).join_from(lokus, instansi)
_BY_ID = Prepared(_JOINED.where(lokus.c.id == sa.bindparam("id")))  # a turn asks for it each time


@dataclass(frozen=True, slots=True)
class Instansi:
    """`timezone` is an IANA name: weeks and days of its responses are counted in it."""

    id: int
    code: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Lokus:
    """A unit under evaluation, with the instansi it belongs to."""

    id: int
    code: str
    name: str
    instansi: Instansi


async def add_instansi(
    connection: AsyncConnection, code: str, name: str, timezone: str
) -> Instansi:
    """Raises CodeTaken."""
    values = {"code": code, "name": name, "timezone": timezone}
    return Instansi(await _insert(connection, instansi, "instansi", values), code, name, timezone)


async def add_lokus(connection: AsyncConnection, code: str, name: str, instansi_code: str) -> Lokus:
    """Raises CodeTaken, or NotFound for the instansi."""
    owner = await instansi_of(connection, instansi_code)
    values = {"code": code, "name": name, "instansi_id": owner.id}
    return Lokus(await _insert(connection, lokus, "lokus", values), code, name, owner)


async def instansi_of(connection: AsyncConnection, code: str) -> Instansi:
    """Raises NotFound."""
    every = await all_instansi(connection)
    for one in every:
        if one.code == code:
            return one
    raise NotFound("instansi", code, [one.code for one in every])


async def all_instansi(connection: AsyncConnection) -> Sequence[Instansi]:
    """Sorted by code."""
    rows = await connection.execute(sa.select(instansi).order_by(instansi.c.code))
    return [Instansi(row.id, row.code, row.name, row.timezone) for row in rows]


async def zones_of(
    connection: AsyncConnection, instansi_code: str, default: str
) -> Collection[str]:
    """The time zones of one instansi, or of all if that is empty; raises NotFound."""
    if instansi_code:
        return {(await instansi_of(connection, instansi_code)).timezone}
    return {one.timezone for one in await all_instansi(connection)} or {default}


async def lokus_of(connection: AsyncConnection, code: str) -> Lokus:
    """Raises NotFound."""
    found = await _select_lokus(connection, lokus.c.code == code)
    if not found:
        raise NotFound("lokus", code, [one.code for one in await all_lokus(connection)])
    return found[0]


async def lokus_by_id(connection: AsyncConnection, number: int) -> Lokus | None:
    """The lokus a link names; None when this database has no such lokus."""
    row = await _BY_ID.row(connection, id=number)
    return lokus_in(row) if row else None


async def all_lokus(
    connection: AsyncConnection, instansi_code: str | None = None
) -> Sequence[Lokus]:
    """Sorted by code."""
    wanted = sa.true() if instansi_code is None else instansi.c.code == instansi_code
    return await _select_lokus(connection, wanted)


def lokus_in(row: Row) -> Lokus:
    """The lokus of a row that was selected with LOKUS_COLUMNS, from lokus joined to instansi."""
    owner = Instansi(row.owner_id, row.owner_code, row.owner_name, row.timezone)
    return Lokus(row.lokus_number, row.lokus_code, row.lokus_name, owner)


async def _select_lokus(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> list[Lokus]:
    query = _JOINED.where(wanted).order_by(lokus.c.code)
    return [lokus_in(row) for row in await connection.execute(query)]


async def _insert(
    connection: AsyncConnection, table: sa.Table, kind: str, values: Mapping[str, object]
) -> int:
    try:
        added = await connection.execute(table.insert().values(**values).returning(table.c.id))
    except IntegrityError as error:
        raise CodeTaken(kind, str(values["code"])) from error
    return int(added.scalar_one())
