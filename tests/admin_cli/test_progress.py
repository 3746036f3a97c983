"""`loket progress`: how far each lokus is, and what it still owes."""

import pytest

from survey_flows.facts import Answered, DeclaredMissing
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, F01, SARI, Counter, Photo
from tests.answering import moment

EARLY = "2026-11-16 01:00"
PHOTO = Photo(b"photo")


def at_work(desk: Desk) -> Counter:
    """Sent at pkm, begun at kel, not opened at dukcapil."""
    furnish(desk)
    counter = Counter(desk)
    counter.hires(SARI, "pkm")
    counter.hires(SARI, "kel")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    counter.completes("pkm", SARI, EARLY)
    counter.sends("pkm", BUDI, "2026-11-18 15:30")  # already Thursday in Jayapura
    counter.says("kel", SARI, EARLY, Answered("i01a", "ya"))
    counter.says("kel", SARI, EARLY, Answered("i01jenis", "3"), Answered("i01standar", "2"))
    counter.says("kel", SARI, EARLY, *(Answered(f"i01{one}", "ya") for one in "bcde"))
    counter.says("kel", SARI, EARLY, DeclaredMissing("i01f2", "Hilang."))
    counter.attaches("kel", SARI, "2026-11-19 03:00", "i01f1", PHOTO)
    counter.attaches("kel", SARI, EARLY, "i01f3", Photo(b"on its way", is_safe=False))
    return counter


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return at_work(desk)


def test_every_lokus_is_listed_with_what_it_lacks(on_both: Desk) -> None:
    at_work(on_both)
    found = on_both.json("progress")
    assert found["period"]["code"] == "2026"
    dukcapil, kel, pkm = found["lokus"]
    said = ("state", "items_answered", "evidence_lacking", "staff", "uploads_waiting", "revision")
    assert [dukcapil[name] for name in said] == ["not_opened", 0, 9, 0, 0, 0]
    assert [kel[name] for name in said] == ["draft", 1, 11, 1, 1, 1]
    assert [pkm[name] for name in said] == ["sent", 31, 0, 2, 0, 1]
    assert (pkm["sent_at"], pkm["sent_by"]) == ("2026-11-19T00:30:00+09:00", BUDI)
    assert (dukcapil["last_activity"], dukcapil["sent_at"]) == (None, None)


def test_the_description_of_a_lokus_is_complete(counter: Counter) -> None:
    kel = counter.desk.json("progress")["lokus"][1]
    aspek = kel.pop("aspek")
    assert aspek[0] == {
        "name": "kebijakan",
        "label": "Kebijakan Pelayanan",
        "items": 9,
        "items_answered": 1,
        "evidence_lacking": 3,
    }
    assert [one["items"] for one in aspek] == [9, 5, 6, 4, 4, 2, 1]
    assert kel == {
        "lokus": "kel",
        "name": "=cmd|'/c calc'!A1",
        "instansi": "barat",
        "deadline": "2026-12-31",
        "state": "draft",
        "form_version": F01.version,
        "revision": 1,
        "items": 31,
        "items_answered": 1,
        "evidence_lacking": 11,
        "sent_at": None,
        "sent_by": None,
        "reopened_reason": "",
        "last_activity": "2026-11-19",
        "staff": 1,
        "uploads_waiting": 1,
    }


def test_the_table_fits_a_hundred_columns(counter: Counter) -> None:
    shown = counter.desk.done("progress")
    assert max(map(len, shown.splitlines()[:-1])) <= 100
    rows = {line.split()[0]: line.split() for line in shown.splitlines() if line.strip()}
    assert rows["pkm"][1:10] == ["31/31", "0", "9/9", "5/5", "6/6", "4/4", "4/4", "2/2", "1/1"]
    assert rows["kel"][1:4] == ["1/31", "11", "1/9−3"]
    assert rows["dukcapil"][-3:] == ["belum", "dibuka", "0"]
    words = " ".join(shown.split())
    assert "F-01, periode 2026 · batas 31-12-2026" in words
    assert "dikirim 19-11-2026" in words
    assert "1 berkas" in words
    assert "1 Kebijakan Pelayanan · 2 Profesionalisme SDM" in words


def test_one_lokus_is_shown_with_its_gaps(counter: Counter) -> None:
    shown = counter.desk.done("progress", "--lokus", "kel").splitlines()
    assert shown[0].startswith("=cmd|'/c calc'!A1 (kel) · F-01, periode 2026 · batas 31-12-2026")
    assert shown[1] == "draft, terakhir 19-11-2026, 1 berkas menunggu · staf: 1"
    assert "Kebijakan Pelayanan 1/9 · bukti kurang 3" in shown
    assert "Pertanyaan Tambahan 0/1" in shown
    gaps = [line.split() for line in shown if line.strip().startswith(("1.a.Ak", "2.a.P"))]
    assert [gap[:2] for gap in gaps] == [
        ["1.a.Ak", "bukti"],
        ["1.a.Ak", "bukti"],
        ["2.a.P", "jawaban"],
    ]


def test_gaps_say_what_is_owed(counter: Counter) -> None:
    counter.says("kel", SARI, EARLY, Answered("i01jenis", "1"))
    (kel,) = counter.desk.json("progress", "--lokus", "kel")["lokus"]
    assert kel["owed"][:3] == [
        {
            "item": "1.a.Ak",
            "place": "i01standar",
            "label": F01.fields["i01standar"].label,
            "kind": "contradiction",
        },
        {
            "item": "1.a.Ak",
            "place": "i01f3",
            "label": "Berita Acara, Foto, Notulen",
            "kind": "evidence",
            "files": 0,
            "least": 1,
        },
        {
            "item": "1.a.Ak",
            "place": "i01f4",
            "label": "Laporan Pelaksanaan Forum Konsultasi Publik",
            "kind": "evidence",
            "files": 0,
            "least": 1,
        },
    ]
    assert {one["kind"] for one in kel["owed"][3:]} == {"answer", "evidence"}
    assert "jawaban yang sesuai" in counter.desk.done("progress", "--lokus", "kel")


def test_a_form_nobody_opened_lists_no_gaps_for_people(counter: Counter) -> None:
    shown = counter.desk.done("progress", "--lokus", "dukcapil")
    assert "belum dibuka · staf: 0" in shown
    assert "butir" not in shown


def test_a_reopened_form_says_so(counter: Counter) -> None:
    counter.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Kurang.", "--yes")
    (pkm,) = counter.desk.json("progress", "--lokus", "pkm")["lokus"]
    assert (pkm["state"], pkm["revision"], pkm["reopened_reason"]) == ("reopened", 2, "Kurang.")
    assert pkm["sent_by"] == BUDI
    shown = counter.desk.done("progress", "--lokus", "pkm")
    assert "dibuka lagi 23-11-2026, terakhir 23-11-2026" in shown


def test_only_one_instansi_is_shown(counter: Counter) -> None:
    found = counter.desk.json("progress", "--instansi", "barat")["lokus"]
    assert [one["lokus"] for one in found] == ["dukcapil", "kel"]


def test_of_several_open_periods_the_newest_is_shown_and_named(counter: Counter) -> None:
    desk = counter.desk
    desk.done("period", "open", "ulang", "--from", "2026-11-20", "--until", "2026-12-31")
    result = desk("progress", "--json")
    assert result.stderr == "note: shown is period ulang; open too: 2026 (--period CODE)\n"
    assert desk.json("progress")["period"]["code"] == "ulang"
    assert desk.json("progress", "--period", "2026")["lokus"][2]["state"] == "sent"


def test_without_an_open_period_the_newest_is_shown(counter: Counter) -> None:
    counter.desk.at(moment("2027-02-01 00:00"))
    found = counter.desk.json("progress")
    assert (found["period"]["code"], found["period"]["state"]) == ("2026", "over")
    assert "hari lagi" not in counter.desk.done("progress", "--lokus", "pkm")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lokus", "utara"], "there is no lokus 'utara'; known: dukcapil, kel, pkm"),
        (["--instansi", "utara"], "there is no instansi 'utara'; known: barat, timur"),
        (["--period", "2020"], "there is no period '2020'; known: 2026"),
        (["--history"], "a history is that of one lokus: say which with --lokus CODE"),
    ],
)
def test_what_cannot_be_shown_is_refused(quiet: Desk, words: list[str], said: str) -> None:
    assert said in quiet.refused("progress", *words)


def test_an_empty_server_says_what_to_do(desk: Desk) -> None:
    assert "there is no period yet: loket period open" in desk.refused("progress")
    desk.done("period", "open", "2026", "--from", "2026-11-01", "--until", "2026-12-31")
    result = desk("progress")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "there is no lokus yet: loket lokus add CODE NAME --instansi CODE\n"
