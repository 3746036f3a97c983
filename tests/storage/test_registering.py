"""Many lokus at once: added or renamed, never moved."""

import pytest

from storage import places
from storage.database import Database
from storage.registering import (
    ChangedMeanwhile,
    NewInstansi,
    NewLokus,
    add_many_instansi,
    add_many_lokus,
    rename_instansi,
    rename_lokus,
)

CITY = NewInstansi("smd", "Kota Samarinda", "Asia/Makassar")
UNITS = [NewLokus("pkm", "Puskesmas", "smd"), NewLokus("ktp", "Loket KTP", "smd")]


async def test_many_are_added_and_renamed_by_their_code(database: Database) -> None:
    async with database.writing() as connection:
        await add_many_instansi(connection, [CITY])
        await add_many_lokus(connection, UNITS)
        await add_many_lokus(connection, [])
        await rename_lokus(connection, {"ktp": "Loket KTP Elektronik"})
        await rename_instansi(connection, {"smd": "Pemkot"})
        await rename_instansi(connection, {})
    async with database.reading() as connection:
        found = await places.all_lokus(connection)
    assert [(one.code, one.name, one.instansi.name) for one in found] == [
        ("ktp", "Loket KTP Elektronik", "Pemkot"),
        ("pkm", "Puskesmas", "Pemkot"),
    ]


async def test_a_code_that_is_taken_stores_none_of_them(database: Database) -> None:
    async with database.writing() as connection:
        await add_many_instansi(connection, [CITY])
        await add_many_lokus(connection, UNITS[1:])
    with pytest.raises(ChangedMeanwhile, match="run the same command again"):
        async with database.writing() as connection:
            await add_many_lokus(connection, UNITS)
    with pytest.raises(ChangedMeanwhile):
        async with database.writing() as connection:
            await add_many_instansi(connection, [CITY])
    async with database.reading() as connection:
        assert [one.code for one in await places.all_lokus(connection)] == ["ktp"]
