"""Many instansi and lokus at once: for a list that an office keeps elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StorageError
from storage.tables import instansi, lokus


class ChangedMeanwhile(StorageError):
    """What was shown and agreed to is no longer what would be stored."""

    code = "import.changed"

    def __init__(self) -> None:
        super().__init__("somebody else changed the lists meanwhile: run the same command again")


@dataclass(frozen=True, slots=True)
class NewInstansi:
    code: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class NewLokus:
    code: str
    name: str
    instansi: str


async def add_many_instansi(connection: AsyncConnection, new: Sequence[NewInstansi]) -> None:
    """Raises ChangedMeanwhile where one of the codes is taken."""
    rows = [{"code": one.code, "name": one.name, "timezone": one.timezone} for one in new]
    await _add(connection, instansi, rows)


async def add_many_lokus(connection: AsyncConnection, new: Sequence[NewLokus]) -> None:
    """Their instansi are there; raises ChangedMeanwhile where one of the codes is taken."""
    found = await connection.execute(sa.select(instansi.c.code, instansi.c.id))
    owners = {row.code: row.id for row in found}
    rows = [
        {"code": one.code, "name": one.name, "instansi_id": owners[one.instansi]} for one in new
    ]
    await _add(connection, lokus, rows)


async def rename_instansi(connection: AsyncConnection, names: Mapping[str, str]) -> None:
    """By code; code and time zone stay as they were."""
    await _rename(connection, instansi, names)


async def rename_lokus(connection: AsyncConnection, names: Mapping[str, str]) -> None:
    """By code; a lokus keeps its code and its instansi."""
    await _rename(connection, lokus, names)


async def _add(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[Mapping[str, object]]
) -> None:
    if not rows:
        return
    try:
        await connection.execute(table.insert(), rows)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


async def _rename(connection: AsyncConnection, table: sa.Table, names: Mapping[str, str]) -> None:
    if not names:
        return
    change = (
        table.update().where(table.c.code == sa.bindparam("of")).values(name=sa.bindparam("to"))
    )
    await connection.execute(change, [{"of": code, "to": name} for code, name in names.items()])
