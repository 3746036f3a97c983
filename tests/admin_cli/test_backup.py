"""`loket backup`: made, listed, verified, brought back and drilled, as an admin types it."""

import asyncio
import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from admin_cli.checks.backups import backups as checked
from admin_cli.checks.finding import Level
from storage.places import add_lokus
from tests.admin_cli.bundles import SENT, WEEK, exported
from tests.admin_cli.conftest import MONDAY, Desk, furnish
from tests.admin_cli.counter import BUDI, Counter, Photo
from tests.storage.shelves import empty_postgres

PHOTO = Photo(b"\xff\xd8 the queue", "antrean.jpg")


@pytest.fixture
def busy(on_both: Desk) -> Desk:
    """A week of answers and an F-01 with a photo, on either kind of database."""
    furnish(on_both)
    on_both.receives(SENT)
    return on_both


@pytest.fixture
def office(quiet: Desk) -> Desk:
    """The same on SQLite, with evidence."""
    quiet.receives(SENT)
    counter = Counter(quiet)
    counter.hires(BUDI, "pkm")
    counter.attaches("pkm", BUDI, "2026-11-18 05:00", "i07f1", PHOTO)
    return quiet


def passphrase(desk: Desk, text: str = "kata sandi yang panjang\n") -> Path:
    path = desk.folder / "passphrase"
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_bundle_is_the_same_before_and_after_a_restore_in_either_kind(
    busy: Desk, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported(busy, WEEK, "--out", "before").read_bytes()
    made = busy.json("backup", "create")
    assert (made["problem"], made["rows"]["responses"]) == ("", len(SENT))
    for number, url in enumerate((f"sqlite:///{busy.folder}/back.db", fresh(postgres_url))):
        busy.done("backup", "restore", made["backup"], "--database-url", url)
        monkeypatch.setenv("LOKET_DATABASE_URL", url)
        assert exported(busy, WEEK, "--out", f"after{number}").read_bytes() == before


def fresh(server: str) -> str:
    return asyncio.run(empty_postgres(server))


def test_a_restored_folder_is_a_server_that_the_doctor_finds_well(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.json("backup", "create")
    result = office("backup", "restore", made["backup"], "--into", "new")
    assert result.exit_code == 0
    assert "copy your saved keys to" in result.stderr
    new = office.folder / "new"
    shutil.copytree(office.folder / "keys", new / "keys")
    monkeypatch.chdir(new)
    office.done("init")
    found = json.loads(office("doctor", "--json").stdout)["checks"]
    assert [one["check"] for one in found if one["level"] == "fail"] == ["token"]
    assert office.json("evidence", "check", "--read") == {"ok": True, "files": 1, "problems": []}
    assert (new / "loket.db").stat().st_mode & 0o077 == 0


def test_a_server_is_never_written_over(office: Desk) -> None:
    made = office.json("backup", "create")
    before = (office.folder / "loket.db").read_bytes()
    said = office("backup", "restore", made["backup"], "--into", ".")
    assert said.exit_code == 2
    assert "[backup.occupied]" in said.stderr
    assert (office.folder / "loket.db").read_bytes() == before
    assert "say where to" in office.refused("backup", "restore", made["backup"])


def test_the_list_tells_age_size_and_whether_it_was_verified(office: Desk) -> None:
    assert "no backup yet" in office("backup", "list").stderr
    office.done("backup", "create", "--evidence-list")
    office.at(MONDAY + timedelta(days=3))
    office.done("backup", "create", "--passphrase-file", passphrase(office))
    shown = office.done("backup", "list")
    assert "listed only" in shown
    assert "1 files" in shown
    assert "3 d" in shown
    listed = office.json("backup", "list")["backups"]
    assert [one["encrypted"] for one in listed] == [True, False]
    (Path(listed[1]["backup"]) / "database.zip").unlink()
    assert office("backup", "list").exit_code == 1


def test_keep_leaves_the_newest(office: Desk) -> None:
    for day in range(2):
        office.at(MONDAY + timedelta(days=day))
        made = office.json("backup", "create", "--keep", "1")
    assert made["removed"] == ["20261123T020000Z"]
    assert len(office.json("backup", "list")["backups"]) == 1


def test_lost_evidence_is_an_alarm_and_still_a_backup(office: Desk) -> None:
    (office.folder / "evidence" / PHOTO.content.file).unlink()
    result = office("backup", "create", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["missing"] == [PHOTO.content.file]
    verified = office("backup", "verify", json.loads(result.stdout)["backup"])
    assert verified.exit_code == 1
    assert "missing" in verified.stdout


def test_a_changed_byte_is_found_by_verify(office: Desk) -> None:
    made = office.json("backup", "create")
    assert "is whole" in office("backup", "verify", made["backup"]).stderr
    path = Path(made["backup"]) / "database.zip"
    path.write_bytes(path.read_bytes().replace(b"lokus", b"lokuz"))
    done = office("backup", "verify", made["backup"], "--json")
    assert done.exit_code == 1
    assert "damaged" in json.loads(done.stdout)["problems"][0]
    assert "[backup.damaged]" in office.refused("backup", "restore", path, "--into", "new")


def test_a_drill_compares_with_the_live_data(busy: Desk) -> None:
    busy.done("backup", "create")
    done = busy.json("backup", "drill")
    assert (done["ok"], done["week"]) == (True, WEEK)
    assert done["sha256"] == done["live_sha256"]
    assert done["rows"]["responses"] == len(SENT)


def test_a_drill_says_what_differs_and_leaves_nothing(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = office.folder / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    office.done("backup", "create")
    assert office.json("backup", "drill")["evidence_read"] == 1
    office.store(lambda tables: add_lokus(tables, "baru", "Loket baru", "barat"))
    (office.folder / "backups" / "evidence" / PHOTO.content.file).write_bytes(b"?")
    done = office("backup", "drill", "--json")
    assert done.exit_code == 1
    evidence, bundle = json.loads(done.stdout)["problems"]
    assert evidence == f"evidence {PHOTO.content.file}: content"
    assert "data/lokus.csv" in bundle
    assert list(scratch.iterdir()) == []


def test_a_drill_of_a_damaged_backup_fails_with_the_reason(office: Desk) -> None:
    made = office.json("backup", "create")
    path = Path(made["backup"]) / "database.zip"
    path.write_bytes(path.read_bytes().replace(b"facts", b"fakta"))
    result = office("backup", "drill")
    assert result.exit_code == 1
    assert "its bytes are not those of its receipt" in result.stderr
    shutil.rmtree(office.folder / "backups")
    assert "[backup.missing]" in office.refused("backup", "drill")


@pytest.mark.parametrize(
    ("mode", "text", "said"),
    [(0o644, "kata sandi yang panjang", "chmod 600"), (0o600, "pendek", "too short")],
)
def test_a_passphrase_others_can_read_or_guess_is_refused(
    office: Desk, mode: int, text: str, said: str
) -> None:
    path = passphrase(office, text)
    path.chmod(mode)
    assert said in office.refused("backup", "create", "--passphrase-file", path)


def test_the_doctor_looks_at_the_age_of_the_newest(office: Desk) -> None:
    shelf = office.folder / "backups"
    assert [one.level for one in checked(shelf, MONDAY)] == [Level.WARN]
    made = office.json("backup", "create")
    ages = (timedelta(hours=30), timedelta(days=3), timedelta(days=8))
    found = [[one.level for one in checked(shelf, MONDAY + age)] for age in ages]
    assert found == [[Level.OK], [Level.WARN], [Level.FAIL]]
    (Path(made["backup"]) / "receipt.json").unlink()
    shelf.chmod(0o755)
    shutil.copytree(made["backup"], shelf / "20261122T000000Z")
    assert [one.level for one in checked(shelf, MONDAY)] == [Level.WARN]
