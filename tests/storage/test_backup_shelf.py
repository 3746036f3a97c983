"""The shelf: evidence once, drafts never taken for backups, the old ones removed with care."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.backups import shelf as shelves
from storage.backups.errors import BackupBusy, NoBackup, PassphraseNeeded, PassphraseWrong
from storage.backups.making import opened
from storage.backups.pruning import Terms, overdue, prune
from storage.backups.restoring import restore, verify
from storage.backups.shelf import backup_in, backups, newest
from storage.database import Database
from storage.evidence_store.folder import FolderStore
from tests.databases import sqlite_url
from tests.storage.shelves import NIGHT, PHOTO, TWIN, Shelf, digest, stocked

PASSPHRASE = "kata sandi yang panjang"


@pytest.fixture
async def shelf(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shelf]:
    template = tmp_path_factory.getbasetemp() / "template.db"
    database = Database(await sqlite_url(tmp_path, template))
    yield await stocked(database, tmp_path)
    await database.close()


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def problems(shelf: Shelf, passphrase: str = "") -> list[str]:
    return [one async for one in verify(newest(shelf.folder), passphrase)]


async def test_evidence_is_copied_once_however_many_backups_need_it(shelf: Shelf) -> None:
    await shelf.backup()
    kept = shelf.folder / "evidence" / (await shelf.adds(PHOTO, 2))
    before = kept.stat()
    name = await shelf.adds(TWIN, 3)
    made = await shelf.backup(days=1)
    assert kept.stat() == before
    assert (shelf.folder / "evidence" / name).read_bytes() == TWIN
    assert len(files_in(shelf.folder / "evidence")) == 2
    assert made.receipt
    assert (made.receipt.evidence, made.receipt.missing) == (2, ())
    listed = (made.folder / "evidence.sha256").read_text()
    assert sorted(listed.split()[::2]) == sorted([digest(PHOTO), digest(TWIN)])
    assert await problems(shelf) == []


async def test_evidence_the_store_lost_or_spoilt_is_named_and_the_rest_is_saved(
    shelf: Shelf, tmp_path: Path
) -> None:
    spoilt = await shelf.adds(TWIN, 2)
    shelf.path(spoilt).write_bytes(b"something else")
    lost = await shelf.adds(b"lost", 3)
    shelf.path(lost).unlink()
    made = await shelf.backup()
    assert made.receipt
    assert sorted(made.receipt.missing) == sorted([spoilt, lost])
    assert sorted(await problems(shelf)) == sorted([f"{spoilt}: missing", f"{lost}: missing"])
    database = Database(f"sqlite:///{tmp_path}/new.db")
    restored = await restore(made, "", database, FolderStore(tmp_path / "back"))
    await database.close()
    assert (restored.evidence, sorted(restored.missing)) == (1, sorted([spoilt, lost]))


async def test_evidence_changed_on_the_shelf_is_found_and_not_restored(
    shelf: Shelf, tmp_path: Path
) -> None:
    made = await shelf.backup()
    name = made.needed()[0]
    (shelf.folder / "evidence" / name).write_bytes(PHOTO[:-1] + b"?")
    assert await problems(shelf) == [f"{name}: content"]
    database, back = Database(f"sqlite:///{tmp_path}/new.db"), FolderStore(tmp_path / "back")
    assert (await restore(made, "", database, back)).missing == (name,)
    await database.close()
    assert [one async for one in back.every()] == []


async def test_a_locked_backup_hides_data_and_evidence(shelf: Shelf, tmp_path: Path) -> None:
    made = await shelf.backup(PASSPHRASE)
    seen = b"".join(files_in(shelf.folder).values())
    for secret in (b"Siti", b"antrean.jpg", b"pkm", b"queue", b"sealed"):
        assert secret not in seen
    with pytest.raises(PassphraseNeeded, match="--passphrase-file"):
        await problems(shelf)
    with pytest.raises(PassphraseWrong):
        await problems(shelf, "kata sandi yang salah")
    assert await problems(shelf, PASSPHRASE) == []
    database = Database(f"sqlite:///{tmp_path}/new.db")
    back = FolderStore(tmp_path / "back")
    assert (await restore(made, PASSPHRASE, database, back)).missing == ()
    await database.close()
    assert list(files_in(tmp_path / "back" / digest(PHOTO)[:2]).values()) == [PHOTO]


async def test_locked_evidence_changed_on_the_shelf_is_found(shelf: Shelf) -> None:
    await shelf.backup(PASSPHRASE)
    [path] = (shelf.folder / "evidence-locked").glob("??/??/*.age")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert await problems(shelf, PASSPHRASE) == [f"{newest(shelf.folder).needed()[0]}: content"]


async def test_an_open_backup_holds_no_chat_and_no_account_in_clear(shelf: Shelf) -> None:
    """The database holds them hashed or encrypted only, and so does its backup."""
    made = await shelf.backup()
    with opened(made.file, "") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
        staff = archive.read("tables/staff.jsonl").decode()
    assert "Siti Nurbaya" in text
    assert "chat of" not in text
    assert '"Y2hhdCBvZ' in staff  # the encrypted chat, as base64


async def test_killed_in_the_middle_it_leaves_a_draft_that_the_next_one_removes(
    shelf: Shelf,
) -> None:
    await shelf.backup()
    half = shelves.begin(shelf.folder)
    (half / "database.zip").write_bytes(b"PK half a back")
    assert len(backups(shelf.folder)) == 1
    assert shelves.halves(shelf.folder) == [half]
    await shelf.backup(days=1)
    assert shelves.halves(shelf.folder) == []
    assert len(backups(shelf.folder)) == 2


async def test_one_that_fails_leaves_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.backups.making.dump", full)
    with pytest.raises(OSError, match="No space"):
        await shelf.backup()
    assert [path.name for path in shelf.folder.iterdir()] == [".lock"]


async def test_two_at_once_are_refused(shelf: Shelf) -> None:
    with shelves.alone(shelf.folder), pytest.raises(BackupBusy, match="wait"):
        await shelf.backup()
    await shelf.backup()


async def test_two_of_the_same_second_have_two_names(shelf: Shelf) -> None:
    first, second = await shelf.backup(), await shelf.backup()
    assert (first.name, second.name) == ("20261122T180000Z", "20261122T180000Z-2")
    assert newest(shelf.folder).name == second.name


async def test_everything_is_for_its_owner_only(shelf: Shelf) -> None:
    await shelf.backup()
    for path in (shelf.folder, *shelf.folder.rglob("*")):
        kept = path.is_file() and path.parent.name[:4] == "2026" and path.suffix != ".zip"
        assert kept or path.stat().st_mode & 0o077 == 0, path


async def test_only_old_ones_go_and_their_evidence_with_them(shelf: Shelf) -> None:
    await shelf.backup()
    shutil.rmtree(shelf.folder / "evidence")
    stray = FolderStore(shelf.folder / "evidence")
    stray.spool.mkdir(parents=True)
    (stray.spool / "x").write_bytes(TWIN)
    await stray.put(stray.spool / "x", f"{digest(TWIN)[:2]}/{digest(TWIN)[2:4]}/{digest(TWIN)}.jpg")
    shelf.ages(await shelf.backup(days=1), 2, 3)
    done = await prune(shelf.folder, Terms(keep=2), NIGHT)
    assert [one.name[:8] for one in done.backups] == ["20261123", "20261122"]
    assert [one.name[:8] for one in backups(shelf.folder)] == ["20261125", "20261124"]
    assert done.evidence == 1
    assert await problems(shelf) == []


async def test_the_newest_is_never_too_old(shelf: Shelf) -> None:
    shelf.ages(await shelf.backup(), 1, 2)
    later = NIGHT + timedelta(days=400)
    days_of = [one.made_at.day for one in overdue(shelf.folder, Terms(days=30), later)]
    assert days_of == [23, 22]
    assert overdue(shelf.folder, Terms(), later) == []
    assert overdue(shelf.folder, Terms(days=30), NIGHT + timedelta(days=3)) == []


async def test_a_backup_that_lost_its_receipt_or_data_is_shown_as_ill(shelf: Shelf) -> None:
    shelf.ages(await shelf.backup(), 1, 2)
    late, middle, early = backups(shelf.folder)
    (late.folder / "receipt.json").write_text("{}")
    (middle.folder / "database.zip").unlink()
    found = [one.problem for one in backups(shelf.folder)]
    assert found == ["no receipt", "the data are gone", ""]
    assert newest(shelf.folder).name == early.name
    assert backup_in(early.folder / "nothing").receipt is None


async def test_a_shelf_without_backups_says_so(tmp_path: Path) -> None:
    assert backups(tmp_path / "none") == []
    with pytest.raises(NoBackup, match="loket backup create"):
        newest(tmp_path)
