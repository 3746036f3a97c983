"""What `loket export week` answers, and what it refuses."""

import hashlib

import pytest

from tests.admin_cli.bundles import NO_F01, SENT, WEEK, exported, member
from tests.admin_cli.conftest import Desk


def test_a_server_without_lokus_gives_empty_tables(desk: Desk) -> None:
    made = desk.json("export", "week", "--last")
    assert made["rows"] == {
        "lokus": 0,
        "f03_responses": 0,
        "f03_index": 0,
        "f03_flags": 0,
        **NO_F01,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-47"], "'2026-47' is not an ISO week: write it like 2026-W47 [week.unknown]"),
        (["0001-W01"], "'0001-W01' is not an ISO week: write it like 2026-W47 [week.unknown]"),
        (["9999-W52"], "9999-W52 has not begun: the running week is 2026-W48 [week.future]"),
        (["2027-W53"], "'2027-W53' is not an ISO week: write it like 2026-W47 [week.unknown]"),
        (
            ["2027-W01"],
            "2027-W01 has not begun: the running week is 2026-W48 [week.future]",
        ),
        ([WEEK, "--last"], "give a week or --last, not both [use.wrong]"),
        (
            ["--instansi", "utara"],
            "there is no instansi 'utara'; known: barat, timur [code.unknown]",
        ),
    ],
)
def test_what_cannot_be_exported_is_refused(quiet: Desk, words: list[str], said: str) -> None:
    assert quiet.refused("export", "week", *words) == f"error: {said}"


def test_a_folder_that_cannot_be_written_is_named(quiet: Desk) -> None:
    (quiet.folder / "taken").write_text("a file")
    said = quiet.refused("export", "week", WEEK, "--out", "taken/inside")
    assert said == "error: taken/inside: Not a directory [file]"


def test_a_failed_export_leaves_the_earlier_file_alone(
    quiet: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported(quiet, WEEK).read_bytes()
    quiet.receives(SENT)

    def full(_: object) -> None:
        raise OSError(28, "No space left on device", "pekppp_2026-W47.zip")

    monkeypatch.setattr("admin_cli.bundle.archive.os.fsync", full)
    assert "No space left on device" in quiet.refused("export", "week", WEEK)
    assert (quiet.folder / "pekppp_2026-W47.zip").read_bytes() == before
    assert not list(quiet.folder.glob(".loket-*"))


def test_one_instansi_alone_gets_a_file_of_its_own(quiet: Desk) -> None:
    quiet.receives(SENT)
    made = quiet.json("export", "week", WEEK, "--instansi", "barat")
    assert made["file"] == "pekppp_barat_2026-W47.zip"
    assert made["rows"] == {
        "lokus": 2,
        "f03_responses": 1,
        "f03_index": 2,
        "f03_flags": 1,
        **NO_F01,
    }


def test_the_answer_of_the_command_describes_the_file(quiet: Desk) -> None:
    quiet.receives(SENT)
    made = quiet.json("export", "week", WEEK, "--out", "weekly/files")
    file = quiet.folder / "weekly/files/pekppp_2026-W47.zip"
    beside = quiet.folder / "weekly/files/pekppp_2026-W47_ringkasan.xlsx"
    content = file.read_bytes()
    assert made == {
        "file": "weekly/files/pekppp_2026-W47.zip",
        "week": WEEK,
        "first_day": "2026-11-16",
        "last_day": "2026-11-22",
        "complete": True,
        "rows": {"lokus": 3, "f03_responses": 4, "f03_index": 3, "f03_flags": 4, **NO_F01},
        "sha256": hashlib.sha256(content).hexdigest(),
        "manifest_sha256": hashlib.sha256(member(file, "MANIFEST.sha256")).hexdigest(),
        "summary": "weekly/files/pekppp_2026-W47_ringkasan.xlsx",
    }
    assert set((quiet.folder / "weekly/files").iterdir()) == {file, beside}
