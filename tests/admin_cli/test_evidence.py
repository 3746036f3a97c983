"""`loket evidence` and what `loket doctor` says of the store."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from storage.evidence_store.store import name_of
from tests.admin_cli.conftest import MONDAY, Desk
from tests.admin_cli.counter import SARI, Counter, Photo

AT, SLOT = "2026-11-17 03:00", "i01e1"
PHOTO, OTHER = Photo(b"\xff\xd8 a photo"), Photo(b"\xff\xd8 another")


@pytest.fixture
def proved(quiet: Desk) -> Desk:
    """Two files are safe, one of them sent twice."""
    counter = Counter(quiet)
    counter.hires(SARI, "pkm")
    for photo in (PHOTO, OTHER, PHOTO):
        counter.attaches("pkm", SARI, AT, SLOT, photo)
    return quiet


def file_of(desk: Desk, photo: Photo) -> Path:
    return desk.folder / "evidence" / photo.content.file


def orphan(desk: Desk) -> Path:
    """What a crash may leave, a day old."""
    path = desk.folder / "evidence" / name_of("ab" * 32, "jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    day_before = (MONDAY - timedelta(days=1)).timestamp()
    os.utime(path, (day_before, day_before))
    return path


@pytest.mark.parametrize("words", [[], ["--read"]])
def test_files_that_are_there_are_well(words: list[str], proved: Desk) -> None:
    assert proved.json("evidence", "check", *words) == {"ok": True, "files": 2, "problems": []}
    assert "all 2 files are there" in proved("evidence", "check", *words).stderr


@pytest.mark.parametrize(
    ("content", "words", "problem"),
    [
        (None, [], "missing"),
        (None, ["--read"], "missing"),
        (b"short", [], "size"),
        (b"\xff\xd8 another", ["--read"], "content"),
    ],
)
def test_a_file_that_is_not_what_it_was_is_named(
    content: bytes | None, words: list[str], problem: str, proved: Desk
) -> None:
    path = file_of(proved, PHOTO)
    path.unlink() if content is None else path.write_bytes(content)
    result = proved("evidence", "check", "--json", *words)
    assert result.exit_code == 1
    assert f'"problem": "{problem}"' in result.stdout
    assert PHOTO.sha256 in result.stdout
    assert "restore it from a backup" in proved("evidence", "check", *words).stdout


def test_a_sweep_removes_only_what_nobody_relies_on(proved: Desk) -> None:
    left = orphan(proved)
    name = left.relative_to(proved.folder / "evidence").as_posix()
    listed = proved.json("evidence", "sweep", "--dry-run")
    assert listed == {"found": [{"file": name, "bytes": 11}], "removed": [], "dry_run": True}
    assert left.exists()
    assert proved.json("evidence", "sweep")["removed"] == [{"file": name, "bytes": 11}]
    assert not left.exists()
    assert proved.json("evidence", "check")["ok"] is True


def test_while_files_are_fetched_a_sweep_says_so_and_waits(proved: Desk) -> None:
    counter = Counter(proved, people={SARI: 1})
    counter.messages = iter([99])  # type: ignore[assignment]  # after those of the fixture
    counter.attaches("pkm", SARI, AT, SLOT, Photo(b"on its way", is_safe=False))
    left = orphan(proved)
    result = proved("evidence", "sweep")
    assert "run it again later" in result.stderr
    assert left.exists()


def finding(desk: Desk, check: str) -> dict[str, str]:
    """What the doctor says of one thing."""
    import json

    result = desk("doctor", "--json")
    return next(one for one in json.loads(result.stdout)["checks"] if one["check"] == check)


def test_the_doctor_tries_the_store_and_measures_its_room(proved: Desk) -> None:
    for folder in [proved.folder / "evidence", *(proved.folder / "evidence").iterdir()]:
        folder.chmod(0o700)
    assert finding(proved, "evidence")["level"] == "ok"
    assert "MB free" in finding(proved, "evidence_disk")["said"]


def test_a_store_others_may_look_into_is_ill(proved: Desk) -> None:
    (proved.folder / "evidence").chmod(0o755)
    found = [one for one in proved.folder.iterdir() if one.name == "evidence"]
    result = proved("doctor", "--json")
    assert found
    assert "chmod 700" in result.stdout


def test_a_store_that_takes_nothing_is_ill(proved: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (proved.folder / "a-file").write_text("x")
    monkeypatch.setenv("LOKET_EVIDENCE_URL", str(proved.folder / "a-file"))
    assert finding(proved, "evidence")["level"] == "fail"


def test_a_store_that_is_not_there_yet_is_no_problem(desk: Desk) -> None:
    found = finding(desk, "evidence")
    assert (found["level"], "will be made" in found["said"]) == ("ok", True)
    assert not (desk.folder / "evidence").exists()
