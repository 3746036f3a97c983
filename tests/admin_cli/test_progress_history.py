"""`loket progress --history`: who did what when, and what each reopening changed."""

import pytest

from survey_flows.facts import Answered, DeclaredMissing, Removed, Withdrawn
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, F01, NO_PROOF, SARI, Counter, Photo

EARLY, LATER = "2026-11-16 01:00", "2026-11-23 03:00"
SP = Photo(b"standar", "sp\x1b[2J\u202efdp.pdf")
NEW = Photo(b"baru" * 300_000, "sp baru.pdf")
WHY = "Bukti butir 1 belum lengkap."


def reopened(desk: Desk) -> Counter:
    """Sent by two, opened again, changed, and not sent again yet."""
    furnish(desk)
    counter = Counter(desk)
    counter.hires(SARI, "pkm")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.says("pkm", SARI, EARLY, Answered("i01a", "ya"), Answered("i01jenis", "12"))
    counter.says("pkm", SARI, EARLY, Answered("i02a", "ya"), Answered("i02unsur", "oms media"))
    counter.says("pkm", SARI, EARLY, Answered("i22", ""), DeclaredMissing("i01f1", "Hilang."))
    counter.says("pkm", SARI, EARLY, Withdrawn("i01jenis"))
    old = counter.attaches("pkm", SARI, EARLY, "i01f2", SP)
    counter.completes("pkm", BUDI, EARLY)
    counter.sends("pkm", BUDI, "2026-11-16 02:00")
    desk.done("f01", "reopen", "--lokus", "pkm", "--reason", WHY, "--yes")
    counter.says("pkm", SARI, LATER, Answered("i01jenis", "9"), Answered("i02a", "tidak"))
    counter.says("pkm", SARI, LATER, Removed("i01f2", old))
    counter.attaches("pkm", SARI, LATER, "i01f2", NEW)
    counter.attaches("pkm", SARI, LATER, "i01f1", NEW)
    return counter


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return reopened(desk)


def shown(counter: Counter) -> list[str]:
    """The lines, with single spaces."""
    said = counter.desk.done("progress", "--lokus", "pkm", "--history")
    return [" ".join(line.split()) for line in said.splitlines()]


def test_every_entry_says_who_did_what_when(counter: Counter) -> None:
    counter.desk.monkeypatch.setattr("admin_cli.progress_text._WIDTH", 400)
    lines = shown(counter)
    for expected in (
        f"16-11-2026 10:00 {SARI} 1.a.Ak {F01.fields['i01a'].label} → Ya",
        f"16-11-2026 10:00 {SARI} 1.a.Ak {F01.fields['i01jenis'].label} → 12",
        f"16-11-2026 10:00 {SARI} 1.a.Ak {F01.fields['i01jenis'].label}: ditarik kembali",
        f"16-11-2026 10:00 {SARI} 22.d.B {F01.fields['i22'].label} → tidak ada satu pun",
        f"16-11-2026 11:00 {BUDI} dikirim",
        f"23-11-2026 11:00 admin dibuka lagi: {WHY}",
    ):
        assert expected in lines
    words = "\n".join(lines)
    assert "Daftar jenis pelayanan yang diselenggarakan: dinyatakan tidak ada, Hilang." in words
    assert "ditetapkan: berkas masuk, sp\ufffd[2J\ufffdfdp.pdf (1 KB)" in words
    assert "ditetapkan: berkas dilepas, sp\ufffd[2J\ufffdfdp.pdf (1 KB)" in words
    assert "ditetapkan: berkas masuk, sp baru.pdf (1,1 MB)" in words


def test_a_reopening_shows_what_it_changed(counter: Counter) -> None:
    lines = shown(counter)
    start = lines.index(f"Perubahan revisi 1 → 2, belum dikirim ({WHY})")
    jenis, unsur = F01.fields["i01jenis"].label, F01.fields["i02unsur"].label
    found = lines[start + 1 :]
    assert found[:7] == [
        f"1.a.Ak {jenis}: 0 → 9",
        "1.a.Ak Daftar jenis pelayanan yang diselenggarakan: tanpa bukti (Hilang.) → (tidak ada)",
        "1.a.Ak Daftar jenis pelayanan yang diselenggarakan: + sp baru.pdf (1,1 MB)",
        "1.a.Ak Dokumen standar pelayanan yang telah ditetapkan: + sp baru.pdf (1,1 MB)",
        "1.a.Ak Dokumen standar pelayanan yang telah ditetapkan: − sp\ufffd[2J\ufffdfdp.pdf (1 KB)",
        f"2.a.P {F01.fields['i02a'].label}: Ya → Tidak",
        f"2.a.P {unsur}: Organisasi Masyarakat Sipil, Media Massa → (tidak ada)",
    ]
    assert found[7] == f"2.a.P Berita acara: tanpa bukti ({NO_PROOF}) → (tidak ada)"


def test_a_reopening_that_changed_nothing_says_so(counter: Counter) -> None:
    counter.completes("pkm", SARI, LATER)
    counter.sends("pkm", BUDI, LATER)
    counter.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Lagi.", "--yes")
    lines = shown(counter)
    assert f"Perubahan revisi 1 → 2 ({WHY})" in lines
    start = lines.index("Perubahan revisi 2 → 3, belum dikirim (Lagi.)")
    assert lines[start + 1 :] == ["tidak ada"]


def test_the_history_is_there_for_programs_too(on_both: Desk) -> None:
    counter = reopened(on_both)
    (pkm,) = counter.desk.json("progress", "--lokus", "pkm", "--history")["lokus"]
    history = pkm["history"]
    assert history[0] == {
        "at": "2026-11-16T10:00:00+09:00",
        "by": SARI,
        "kind": "answered",
        "item": "1.a.Ak",
        "place": "i01a",
        "label": F01.fields["i01a"].label,
        "value": "ya",
    }
    kinds = ["answered", "withdrawn", "missing", "attached", "removed", "submitted", "reopened"]
    assert {one["kind"] for one in history} == set(kinds)
    by_kind = {one["kind"]: one for one in history}
    assert by_kind["submitted"] == {
        "at": "2026-11-16T11:00:00+09:00",
        "by": BUDI,
        "kind": "submitted",
    }
    assert by_kind["reopened"]["reason"] == WHY
    assert by_kind["reopened"]["by"] == "admin"
    assert by_kind["removed"]["file"] == {
        "name": SP.name,
        "bytes": 7,
        "sha256": SP.sha256,
    }
    first, second = pkm["revisions"]
    assert (first["revision"], first["reason"], first["changes"]) == (1, "", [])
    assert (second["reason"], second["sent_at"], second["sent_by"]) == (WHY, None, None)
    changed = {one["place"]: one for one in second["changes"]}
    assert (changed["i01jenis"]["before"], changed["i01jenis"]["after"]) == ("0", "9")
    assert [one["name"] for one in changed["i01f2"]["added"]] == [NEW.name]
    assert [one["name"] for one in changed["i01f2"]["removed"]] == [SP.name]
    assert (changed["i02unsur"]["before"], changed["i02unsur"]["after"]) == ("oms media", None)
