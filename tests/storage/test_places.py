"""Instansi and lokus: added once, found by code or by number, errors that list what there is."""

import pytest

from storage import places
from storage.database import Database
from storage.errors import CodeTaken, NotFound
from storage.places import Instansi, Lokus


@pytest.fixture
async def kota(database: Database) -> Instansi:
    async with database.writing() as connection:
        return await places.add_instansi(connection, "kota", "Kota Contoh", "Asia/Makassar")


async def add(database: Database, code: str, instansi: str = "kota") -> Lokus:
    async with database.writing() as connection:
        return await places.add_lokus(connection, code, f"Kantor {code}", instansi)


async def test_an_instansi_is_read_back_as_it_was_added(database: Database, kota: Instansi) -> None:
    async with database.reading() as connection:
        assert await places.instansi_of(connection, "kota") == kota
        assert await places.all_instansi(connection) == [kota]


async def test_a_lokus_knows_its_instansi(database: Database, kota: Instansi) -> None:
    added = await add(database, "pkm")
    assert added.instansi == kota
    async with database.reading() as connection:
        assert await places.lokus_of(connection, "pkm") == added
        assert await places.lokus_by_id(connection, added.id) == added
        assert await places.lokus_by_id(connection, 2**31 - 1) is None


async def test_lokus_are_listed_by_code_and_by_instansi(database: Database, kota: Instansi) -> None:
    async with database.writing() as connection:
        await places.add_instansi(connection, "kab", "Kabupaten", "Asia/Jayapura")
    for code, owner in (("pkm", "kota"), ("dukcapil", "kota"), ("kel", "kab")):
        await add(database, code, owner)
    async with database.reading() as connection:
        every = await places.all_lokus(connection)
        of_kota = await places.all_lokus(connection, "kota")
        assert [one.code for one in await places.all_instansi(connection)] == ["kab", "kota"]
    assert [one.code for one in every] == ["dukcapil", "kel", "pkm"]
    assert [one.code for one in of_kota] == ["dukcapil", "pkm"]


async def test_a_code_is_used_once(database: Database, kota: Instansi) -> None:
    await add(database, "pkm")
    with pytest.raises(CodeTaken, match="lokus 'pkm' exists already"):
        await add(database, "pkm")
    async with database.writing() as connection:
        with pytest.raises(CodeTaken, match="instansi 'kota' exists already"):
            await places.add_instansi(connection, "kota", "Lain", "Asia/Jakarta")
    async with database.reading() as connection:
        assert await places.instansi_of(connection, "kota") == kota


async def test_an_unknown_code_lists_the_known_ones(database: Database, kota: Instansi) -> None:
    async with database.reading() as connection:
        with pytest.raises(NotFound, match="no lokus 'pkm'; there is no lokus yet"):
            await places.lokus_of(connection, "pkm")
    await add(database, "kel")
    async with database.reading() as connection:
        with pytest.raises(NotFound, match="no lokus 'pkm'; known: kel"):
            await places.lokus_of(connection, "pkm")
    with pytest.raises(NotFound, match="no instansi 'kab'; known: kota"):
        await add(database, "pkm", "kab")


async def test_names_keep_every_letter(database: Database, kota: Instansi) -> None:
    name = "Puskesmas “Melati” <é> 漢 🙏 ' ; -- %"
    async with database.writing() as connection:
        await places.add_lokus(connection, "pkm", name, "kota")
    async with database.reading() as connection:
        assert (await places.lokus_of(connection, "pkm")).name == name
