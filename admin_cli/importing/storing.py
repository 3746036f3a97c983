"""The plan against the database: known first, and stored in one transaction."""

from admin_cli.importing.plan import Judged, Known, Plan, planned
from admin_cli.importing.rows import Asked
from storage import places
from storage.database import Connection
from storage.registering import (
    ChangedMeanwhile,
    NewInstansi,
    NewLokus,
    add_many_instansi,
    add_many_lokus,
    rename_instansi,
    rename_lokus,
)


async def known(connection: Connection) -> Known:
    """Every instansi and lokus there is."""
    instansi = {one.code: one for one in await places.all_instansi(connection)}
    return Known(instansi, {one.code: one for one in await places.all_lokus(connection)})


async def store(connection: Connection, asked: Asked, agreed: Plan, timezone: str) -> None:
    """What was agreed to, worked out once more; raises ChangedMeanwhile where it differs."""
    plan = planned(asked, await known(connection), timezone)
    if plan.problems or plan.changes != agreed.changes:
        raise ChangedMeanwhile
    new = [NewInstansi(one.code, one.name, one.timezone) for one in _in(plan.instansi, "new")]
    await add_many_instansi(connection, new)
    await rename_instansi(connection, {one.code: one.name for one in _in(plan.instansi, "renamed")})
    added = [NewLokus(one.code, one.name, one.instansi) for one in _in(plan.lokus, "new")]
    await add_many_lokus(connection, added)
    await rename_lokus(connection, {one.code: one.name for one in _in(plan.lokus, "renamed")})


def _in(judged: list[Judged], state: str) -> list[Judged]:
    return [one for one in judged if one.state == state]
