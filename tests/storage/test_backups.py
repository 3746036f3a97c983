"""A backup brings everything back, into either kind of database, or says why it cannot."""

from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import migrate, owed, places
from storage.backups import shelf as shelves
from storage.backups.errors import BackupAhead, BackupDamaged, DatabaseOccupied
from storage.backups.making import opened
from storage.backups.parts import Manifest, lines, path_of, read_manifest
from storage.backups.restoring import restore, verify
from storage.database import Database
from storage.errors import DatabaseBehind
from storage.evidence_store.folder import FolderStore
from storage.owed import NewDebt
from storage.reach import DatabaseAhead
from tests.databases import sqlite_url
from tests.storage.rows import refused, run
from tests.storage.shelves import PHOTO, Shelf, contents, empty_postgres, stocked


@pytest.fixture
async def shelf(database: Database, tmp_path: Path) -> Shelf:
    return await stocked(database, tmp_path)


@pytest.fixture
async def plain(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shelf]:
    """On SQLite only, where the kind of database makes no difference."""
    template = tmp_path_factory.getbasetemp() / "template.db"
    database = Database(await sqlite_url(tmp_path, template))
    yield await stocked(database, tmp_path)
    await database.close()


@pytest.fixture(params=["into sqlite", "into postgresql"])
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without a table, of either kind."""
    url = f"sqlite:///{tmp_path}/new.db"
    if request.param == "into postgresql":
        url = await empty_postgres(request.getfixturevalue("postgres_url"))
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
async def new(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite file that is not there yet."""
    database = Database(f"sqlite:///{tmp_path}/new.db")
    yield database
    await database.close()


async def test_every_row_comes_back_in_either_kind(
    shelf: Shelf, target: Database, tmp_path: Path
) -> None:
    before = await contents(shelf.database)
    store = FolderStore(tmp_path / "new-evidence")
    backup = await shelf.backup()
    restored = await restore(backup, "", target, store)
    assert await contents(target) == before
    assert backup.receipt
    assert backup.receipt.rows == {name: part.rows for name, part in before.items()}
    assert {"facts", "evidence", "parked", "bookmarks", "staff"} <= {
        name for name, count in backup.receipt.rows.items() if count
    }
    assert (restored.evidence, restored.missing) == (1, ())
    files = [one async for one in store.every()]
    assert [(tmp_path / "new-evidence" / one.name).read_bytes() for one in files] == [PHOTO]


async def test_a_restored_database_keeps_its_rules_and_counts_on(
    shelf: Shelf, target: Database
) -> None:
    await restore(await shelf.backup(), "", target, shelf.store)
    assert await refused(target, "UPDATE facts SET value = '5'")
    assert await refused(target, "DELETE FROM responses")
    async with target.writing() as connection:
        highest = max(one.id for one in await places.all_lokus(connection))
        added = await places.add_lokus(connection, "baru", "Loket baru", "kota")
    assert added.id == highest + 1


async def test_where_citizens_are_written_to_is_in_no_backup(shelf: Shelf, new: Database) -> None:
    async with shelf.database.writing() as connection:
        await owed.owe(connection, NewDebt("backcheck", "n" * 32, 1, 2, b"a sealed chat"))
    backup = await shelf.backup()
    assert not [
        row for row in everything(backup.file) if b64encode(b"a sealed chat").decode() in row
    ]
    assert backup.receipt
    assert backup.receipt.rows["owed"] == 0
    await restore(backup, "", new, shelf.store)
    async with new.reading() as connection:
        assert await owed.count(connection) == 0


async def test_what_was_committed_before_it_began_is_in_it(shelf: Shelf, new: Database) -> None:
    async with shelf.database.writing() as connection:
        await places.add_lokus(connection, "terakhir", "Tepat sebelumnya", "kota")
    backup = await shelf.backup()
    await run(shelf.database, "UPDATE lokus SET name = 'sesudahnya' WHERE code = 'terakhir'")
    await restore(backup, "", new, shelf.store)
    async with new.reading() as connection:
        assert (await places.lokus_of(connection, "terakhir")).name == "Tepat sebelumnya"


async def test_a_backup_from_before_an_upgrade_is_upgraded(
    database: Database, tmp_path: Path, new: Database
) -> None:
    await migrate.downgrade(database, "0001")
    old = Shelf(database, tmp_path / "backups", FolderStore(tmp_path / "evidence"))
    async with database.writing() as connection:
        await places.add_instansi(connection, "kota", "Kota", "Asia/Makassar")
    backup = await old.backup()
    assert backup.receipt
    assert backup.receipt.schema == "0001"
    await restore(backup, "", new, old.store)
    await migrate.require_current(new)
    async with new.reading() as connection:
        assert [one.code for one in await places.all_instansi(connection)] == ["kota"]


async def test_nothing_is_restored_over_data(shelf: Shelf) -> None:
    before = await contents(shelf.database)
    backup = await shelf.backup()
    with pytest.raises(DatabaseOccupied, match="has tables already"):
        await restore(backup, "", shelf.database, shelf.store)
    assert await contents(shelf.database) == before


async def test_a_database_without_tables_or_from_the_future_is_refused(
    plain: Shelf, new: Database, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseBehind):
        await Shelf(new, tmp_path / "other", plain.store).backup()
    await run(plain.database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseAhead):
        await plain.backup()
    assert not shelves.backups(plain.folder)
    assert not shelves.halves(plain.folder)


async def test_a_backup_of_a_newer_program_is_refused(
    plain: Shelf, new: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = await plain.backup()
    monkeypatch.setattr(migrate, "is_known", lambda version: version == "0001")
    with pytest.raises(BackupAhead, match="newer than"):
        await restore(backup, "", new, plain.store)


async def test_one_changed_byte_is_noticed_and_nothing_is_restored(
    plain: Shelf, new: Database
) -> None:
    backup = await plain.backup()
    whole = backup.file.read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        backup.file.write_bytes(with_other_bit(whole, place))
        with pytest.raises(BackupDamaged):
            await restore(backup, "", new, plain.store)
        with pytest.raises(BackupDamaged):
            _ = [one async for one in verify(backup, "")]
    backup.file.write_bytes(whole)
    await restore(backup, "", new, plain.store)


async def test_each_part_is_held_against_its_digest(plain: Shelf) -> None:
    backup = await plain.backup()
    whole = backup.file.read_bytes()
    text, noticed = everything(backup.file), 0
    for place in range(100, len(whole), len(whole) // 50):
        backup.file.write_bytes(with_other_bit(whole, place))
        try:
            assert everything(backup.file) == text  # a byte that says nothing
        except BackupDamaged:
            noticed += 1
    assert noticed > 25


def everything(path: Path) -> list[str]:
    """All rows of a backup, as they are read."""
    with opened(path, "") as archive:
        tables = read_manifest(archive).tables
        found = [lines(archive, path_of(name), part, heads=1) for name, part in tables.items()]
        return [line for one in found for line in one]


def with_other_bit(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]


async def test_a_restore_that_fails_midway_leaves_no_table(
    plain: Shelf, new: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = await plain.backup()

    def less(found: Manifest) -> dict[str, int]:
        return {name: part.rows + (name == "reminders") for name, part in found.tables.items()}

    monkeypatch.setattr(Manifest, "rows", property(less))
    with pytest.raises(BackupDamaged, match="reminders"):
        await restore(backup, "", new, plain.store)
    monkeypatch.undo()
    await restore(backup, "", new, plain.store)
    assert await contents(new) == await contents(plain.database)


async def test_the_manifest_names_every_part(plain: Shelf) -> None:
    backup = await plain.backup()
    with opened(backup.file, "") as archive:
        names, manifest = set(archive.namelist()), read_manifest(archive)
    parts = {f"tables/{name}.jsonl" for name in manifest.tables}
    assert names == parts | {"manifest.json", "evidence.sha256"}
    assert (manifest.schema, manifest.program) == (migrate.head(), "0.1.0")
    assert manifest.made_at == "2026-11-22T18:00:00+00:00"
