"""F-01 in the weekly bundle: what was sent, as it stood when it was sent."""

import frictionless
import pytest

from survey_flows.facts import Answered, DeclaredMissing, Removed, Withdrawn
from tests.admin_cli.bundles import WEEK, exported, rows, unpacked
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, F01, NO_PROOF, SARI, Counter, Photo
from tests.answering import moment

NEXT = "2026-W48"
HALL = Photo(b"hall", "ruang\rtunggu.jpg", "=HYPERLINK(1)", "ffff0000ffff0000")
HALL_SMALLER = Photo(b"hall, smaller", "wa.jpg", "", "ffff0000ffff0003")
PARKING = Photo(b"parking", "", "", "0000ffff0000ffff")
FORMULA = "=cmd|' /C calc'!A0, \"dua\"\nbaris"
REASON = "Bukti butir 1 belum lengkap."


def furnished(desk: Desk) -> Counter:
    """Two forms on their way at pkm and dukcapil, one at kel from another office."""
    furnish(desk)
    counter = Counter(desk)
    counter.hires(SARI, "pkm")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.keys["again"] = fills(counter, "pkm")
    counter.sends("pkm", BUDI, "2026-11-22 14:30")  # 23.30 on Sunday in Jayapura
    return counter


def fills(counter: Counter, lokus: str) -> str:
    """Two people, several days, a change of mind; the key of a photo that is there twice."""
    early, later = "2026-11-16 01:00", "2026-11-18 04:00"
    counter.says(lokus, SARI, early, Answered("i01a", "ya"), Answered("i01jenis", "12"))
    counter.says(lokus, SARI, early, Answered("i01standar", "5"), Answered("i02a", "ya"))
    counter.says(lokus, SARI, early, Answered("i02unsur", "pengguna media"))
    counter.says(lokus, SARI, early, DeclaredMissing("i02f1", "Hilang."))
    counter.says(lokus, BUDI, later, Answered("i02a", "tidak"), Answered("i15a", "ya"))
    counter.says(lokus, BUDI, later, Answered("i15b", "roda lainnya"), Answered("i22", ""))
    counter.says(lokus, BUDI, later, Answered("i15lain", FORMULA))
    counter.attaches(lokus, SARI, early, "i01f1", HALL)
    wrong = counter.attaches(lokus, SARI, early, "i01f1", PARKING)
    counter.says(lokus, BUDI, later, Removed("i01f1", wrong))
    counter.attaches(lokus, BUDI, later, "i15f1", PARKING)
    again = counter.attaches(lokus, BUDI, later, "i15f1", HALL)
    counter.attaches(lokus, BUDI, later, "i16f1", HALL_SMALLER)
    counter.completes(lokus, SARI, later)
    return again


@pytest.fixture
def counter(on_both: Desk) -> Counter:
    """After the week, on both databases."""
    return furnished(on_both)


@pytest.fixture
def small_counter(desk: Desk) -> Counter:
    """The same, on SQLite."""
    return furnished(desk)


def test_a_stranger_finds_the_tables_of_f01_valid(counter: Counter) -> None:
    bundle = exported(counter.desk, WEEK)
    report = frictionless.validate(str(unpacked(bundle) / "datapackage.json"))
    assert report.flatten(["message"]) == []
    assert [len(rows(bundle, name)) for name in ("f01_submissions", "f01_evidence")] == [1, 4]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("f01_answers", ",i01a,", ",i01jenis,"),  # twice the same key
        ("f01_answers", ",select_one,", ",pilihan,"),
        ("f01_evidence", "exact:", "sama:"),
        ("f01_submissions", ",pkm,", ",utara,"),
    ],
)
def test_a_spoilt_table_is_found_invalid(
    small_counter: Counter, table: str, old: str, new: str
) -> None:
    folder = unpacked(exported(small_counter.desk, WEEK))
    file = folder / "data" / f"{table}.csv"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_sending_has_its_row(counter: Counter) -> None:
    (one,) = rows(exported(counter.desk, WEEK), "f01_submissions")
    missing = rows(exported(counter.desk, WEEK), "f01_missing")
    assert len(one.pop("submission_id")) == 16
    assert one == {
        "lokus": "pkm",
        "period": "2026",
        "week": WEEK,
        "revision": "1",
        "form_version": F01.version,
        "sent_day": "2026-11-22",
        "sent_by": BUDI,
        "items_answered": "31",
        "items": "31",
        "slots_declared_missing": str(len(missing)),
        "files": "4",
        "reopened_reason": "",
    }


def test_answers_that_stand_and_apply_are_told_as_xlsform_stores_them(counter: Counter) -> None:
    found = {one["field"]: one for one in rows(exported(counter.desk, WEEK), "f01_answers")}
    assert "i02unsur" not in found  # answered, and then item 2 became Tidak
    chosen = {name: found[name]["value"] for name in ("i01standar", "i02a", "i15b", "i22")}
    assert chosen == {"i01standar": "5", "i02a": "tidak", "i15b": "roda lainnya", "i22": ""}
    assert found["i15lain"]["value"] == FORMULA
    first = found["i01a"]
    assert (first["item"], first["number"], first["type"]) == ("1.a.Ak", "1", "select_one")
    assert first["label"] == F01.fields["i01a"].label
    assert (found["anta"]["item"], found["anta"]["number"]) == ("antrian", "")
    printed = [name for name in F01.fields if name in found]
    assert list(found) == printed


def test_files_that_count_are_told_with_where_else_they_are(counter: Counter) -> None:
    found = rows(exported(counter.desk, WEEK), "f01_evidence")
    assert [(one["slot"], one["position"], one["same_as"]) for one in found] == [
        ("i01f1", "1", "exact:pkm/2026/15.c.K similar:pkm/2026/16.c.As"),
        ("i15f1", "1", ""),  # the photo taken out of item 1 is no reuse
        ("i15f1", "2", "exact:pkm/2026/1.a.Ak similar:pkm/2026/16.c.As"),
        ("i16f1", "1", "similar:pkm/2026/1.a.Ak similar:pkm/2026/15.c.K"),
    ]
    first = found[0]
    assert {name: first[name] for name in ("item", "sha256", "bytes", "media_type")} == {
        "item": "1.a.Ak",
        "sha256": HALL.sha256,
        "bytes": "4",
        "media_type": "image/jpeg",
    }
    assert (first["name"], first["caption"]) == ("ruang\ntunggu.jpg", "=HYPERLINK(1)")
    assert (first["extension"], first["file"], first["sent_by"]) == ("jpg", "", SARI)
    assert (first["width"], first["height"], first["pages"]) == ("800", "600", "")
    assert first["stored_day"] == "2026-11-16"


def test_slots_without_proof_are_told_with_their_reason(counter: Counter) -> None:
    found = {one["slot"]: one for one in rows(exported(counter.desk, WEEK), "f01_missing")}
    assert (found["i01f2"]["item"], found["i01f2"]["reason"]) == ("1.a.Ak", NO_PROOF)
    assert "i02f1" not in found  # declared, and then item 2 became Tidak
    assert "i01f1" not in found


def test_only_what_was_sent_in_the_week_of_its_office_is_told(small_counter: Counter) -> None:
    counter = small_counter
    for lokus in ("kel", "dukcapil"):
        fills(counter, lokus)
    counter.sends("kel", BUDI, "2026-11-22 17:30")  # Monday in Jakarta
    counter.desk.at(moment("2026-12-01 00:00"))
    bundles = {week: exported(counter.desk, week) for week in ("2026-W46", WEEK, NEXT)}
    found = {
        week: [(one["lokus"], one["sent_day"]) for one in rows(bundle, "f01_submissions")]
        for week, bundle in bundles.items()
    }
    assert found == {
        "2026-W46": [],
        WEEK: [("pkm", "2026-11-22")],
        NEXT: [("kel", "2026-11-23")],
    }
    barat = counter.desk.json("export", "week", NEXT, "--instansi", "timur")["rows"]
    assert barat["f01_submissions"] == 0


def test_a_later_revision_leaves_the_earlier_week_as_it_was(counter: Counter) -> None:
    desk = counter.desk
    before = exported(desk, WEEK).read_bytes()
    desk.at(moment("2026-12-01 00:00"))
    desk.done("f01", "reopen", "--lokus", "pkm", "--reason", REASON, "--yes")
    assert exported(desk, WEEK).read_bytes() == before
    now = "2026-11-25 03:00"
    key = counter.attaches("pkm", SARI, now, "i01f2", PARKING)
    counter.attaches("pkm", SARI, now, "i07f1", HALL)
    counter.says("pkm", SARI, now, Removed("i15f1", counter.keys["again"]))
    counter.says("pkm", SARI, now, Withdrawn("i15lain"), Answered("i01standar", "6"))
    counter.says("pkm", SARI, now, Answered("i15b", "roda"), Removed("i01f2", key))
    counter.completes("pkm", SARI, now)
    counter.sends("pkm", BUDI, "2026-11-26 03:00")
    assert exported(desk, WEEK).read_bytes() == before
    second = exported(desk, NEXT)
    (one,) = rows(second, "f01_submissions")
    assert (one["revision"], one["reopened_reason"]) == ("2", REASON)
    answers = {one["field"]: one["value"] for one in rows(second, "f01_answers")}
    assert (answers["i01standar"], answers["i01jenis"]) == ("6", "12")
    assert {"i15lain", "i02unsur"} & answers.keys() == set()
    (first,) = rows(exported(desk, WEEK), "f01_submissions")
    assert first["submission_id"] != one["submission_id"]
    assert frictionless.validate(str(unpacked(second) / "datapackage.json")).valid
