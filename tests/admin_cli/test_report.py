"""`loket report f01`: the form as it is printed and signed."""

import re

import pytest

from survey_flows.facts import Answered, DeclaredMissing
from tests.admin_cli.conftest import Desk
from tests.admin_cli.counter import BUDI, F01, SARI, Counter
from tests.admin_cli.papers import printed, read
from tests.answering import moment

MONDAY, TUESDAY, FRIDAY = "2026-11-16 03:00", "2026-11-17 03:00", "2026-11-20 03:00"


@pytest.fixture
def counter(quiet: Desk) -> Counter:
    """Sari fills and Budi is in charge."""
    counter = Counter(quiet)
    counter.hires(SARI, "pkm")
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    return counter


@pytest.fixture
def half(counter: Counter) -> Counter:
    """A draft with a bit of everything."""
    counter.says("pkm", SARI, MONDAY, Answered("i01a", "ya"), Answered("i01jenis", "12"))
    counter.says("pkm", SARI, MONDAY, Answered("i02a", "tidak"), Answered("i04", "th2semua"))
    counter.says("pkm", SARI, MONDAY, Answered("i14", "idcard nilai"))
    counter.says("pkm", BUDI, TUESDAY, DeclaredMissing("i01f2", "Sedang <diproses> & dicap"))
    return counter


@pytest.fixture
def sent(half: Counter) -> Counter:
    half.completes("pkm", SARI, TUESDAY)
    half.sends("pkm", BUDI, FRIDAY)
    return half


def test_the_head_says_whose_form_it_is(half: Counter) -> None:
    first = printed(half.desk).pages[0]
    assert "DATA PENUNJANG PEKPPP F-01" in first
    assert "Instansi Kota Timur, Papua" in first
    assert 'Unit Lokus Puskesmas "Melati", Timur (pkm)' in first
    assert "Masa penilaian 2026 (1 November 2026 s.d. 31 Desember 2026)" in first
    assert f"Versi formulir F-01 {F01.version}" in first
    assert "Revisi 1 dari 1" in first


def test_every_sentence_of_the_form_is_there(half: Counter) -> None:
    text = printed(half.desk).text
    items = [item.label for item in F01.items]
    fields = [field.label for field in F01.fields.values()]
    slots = [slot.label for item in F01.items for slot in item.evidence]
    asked = [*items, *fields, *slots]
    assert len(asked) >= 200
    assert [label for label in asked if " ".join(label.split()) not in text] == []


def test_a_tick_stands_before_what_was_chosen_and_the_other_options_stay_empty(
    half: Counter,
) -> None:
    text = printed(half.desk).text
    assert "seluruh jenis pelayanan? X Ya Tidak" in text
    assert "dalam penyusunan SP telah melibatkan unsur masyarakat? Ya X Tidak" in text
    reviewed = [choice.label for choice in F01.choices_of("i04")]
    assert " ".join([*reviewed[:3], "X", *reviewed[3:]]) in text
    worn = [choice.label for choice in F01.choices_of("i14")]
    assert " ".join([worn[0], "X", *worn[1:4], "X", worn[4]]) in text


def test_what_does_not_apply_is_printed_as_such_and_what_is_open_too(half: Counter) -> None:
    text = printed(half.desk).text
    assert "(jawaban dapat lebih dari satu) · tidak berlaku" in text
    assert "Bukti dukung: Daftar hadir penyusunan SP · tidak berlaku" in text
    assert "Berapa Jumlah Jenis Pelayanan yang dimiliki: 12" in text
    assert "yang dibuat: .................... belum dijawab" in text
    assert "Daftar jenis pelayanan yang diselenggarakan belum ada bukti" in text
    assert "Dinyatakan tidak ada: “Sedang <diproses> & dicap” (Budi =1+1, 17 November" in text


def test_the_percentages_of_item_28_are_worked_out(half: Counter) -> None:
    counts = {"i28masuk": "7", "i28selesai": "5", "i28lmasuk": "0", "i28lselesai": "0"}
    half.says("pkm", SARI, MONDAY, *(Answered(*one) for one in counts.items()))
    text = printed(half.desk).text
    assert "Persentase selesai (dihitung): 71,43% (5 dari 7)" in text
    assert "tidak dapat dihitung, karena tidak ada yang masuk" in text


def test_an_answer_that_contradicts_another_one_is_marked(half: Counter) -> None:
    half.says("pkm", SARI, MONDAY, Answered("i01standar", "13"))
    assert "Perlu diperiksa: Jumlah standar pelayanan yang dibuat" in printed(half.desk).text


def test_a_draft_says_so_on_every_page(half: Counter) -> None:
    paper = printed(half.desk)
    assert "DRAF, belum dikirim" in paper.pages[0]
    assert len(paper.pages) > 5
    assert all("DRAF" in page for page in paper.pages)


def test_a_sent_form_says_by_whom_and_when_on_the_clock_of_the_office(sent: Counter) -> None:
    paper = printed(sent.desk)
    assert "Dikirim 20 November 2026 12.00 WIT oleh Budi =1+1" in paper.pages[0]
    assert "DRAF" not in paper.text


def test_every_page_has_its_number_and_the_code_of_the_document(sent: Counter) -> None:
    code = sent.desk.json("report", "f01", "--lokus", "pkm")["document_code"]
    pages = printed(sent.desk).pages
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", code)
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)} Kode dokumen {code}" in page
        assert "Dicetak 23 November 2026 11.00 WIT" in page


def test_people_sign_on_the_last_page_by_name(sent: Counter) -> None:
    last = printed(sent.desk).pages[-1]
    assert "Diisi oleh: Sari Dewi, Budi =1+1." in last
    signed = last.partition("20......")[2]
    assert re.fullmatch(
        r" Petugas pengisi Sari Dewi NIP\. \.+ Penanggung jawab Budi =1\+1 NIP\. \.+ "
        r"Evaluator \.+ NIP\. \.+",
        signed,
    )


def test_the_summary_counts_each_aspek(half: Counter) -> None:
    text = printed(half.desk).text
    assert "Kebijakan Pelayanan 2 dari 9 0 1" in text
    assert "Profesionalisme SDM 1 dari 5 0 0" in text


def test_reconstructed_parts_carry_a_footnote(half: Counter) -> None:
    text = printed(half.desk).text
    assert re.search(r"fasilitas wajib dan pelengkap ?\* ", text)
    assert " * Disusun ulang dari F-02, karena naskah F-01 tidak terbaca" in text


def test_an_earlier_revision_is_printed_as_it_was_sent(sent: Counter) -> None:
    before = printed(sent.desk)
    sent.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Angka salah", "--yes")
    sent.says("pkm", SARI, "2026-11-23 03:00", Answered("i01jenis", "99"))
    first, second = printed(sent.desk, "--revision", "1"), printed(sent.desk)
    assert "yang dimiliki: 12" in before.text
    assert "yang dimiliki: 12" in first.text
    assert "Revisi 1 dari 2; sudah ada revisi 2 sesudahnya" in first.text
    assert "DRAF" not in first.text
    assert "yang dimiliki: 99" in second.text
    assert "Dibuka kembali oleh admin: Angka salah" in second.text
    assert "DRAF, belum dikirim" in second.text


def test_the_same_form_at_the_same_moment_gives_the_same_bytes(sent: Counter) -> None:
    before = printed(sent.desk)
    assert printed(sent.desk).bytes == before.bytes
    sent.desk.at(moment("2026-11-23 02:01"))
    assert printed(sent.desk).bytes != before.bytes


def test_the_code_of_the_document_is_the_same_whenever_it_is_printed(sent: Counter) -> None:
    words = ("report", "f01", "--lokus", "pkm")
    before = sent.desk.json(*words)
    sent.desk.at(moment("2026-12-01 02:00"))
    assert sent.desk.json(*words)["document_code"] == before["document_code"]
    sent.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Angka salah", "--yes")
    assert sent.desk.json(*words)["document_code"] != before["document_code"]


def test_the_file_is_where_it_was_asked_for(sent: Counter) -> None:
    said = sent.desk.json("report", "f01", "--lokus", "pkm", "--out", "papers/pkm.pdf")
    assert said["file"] == "papers/pkm.pdf"
    assert len(read(sent.desk.folder / said["file"]).pages) == said["pages"]
    assert (said["sent_by"], said["sent_at"]) == (BUDI, int(moment(FRIDAY).timestamp()))
    line = sent.desk.done("report", "f01", "--lokus", "pkm").split("\t")
    assert line[0] == "f01-pkm-2026-r1.pdf"
    assert (sent.desk.folder / line[0]).exists()


def test_an_empty_draft_can_be_printed_and_filled_by_hand(counter: Counter) -> None:
    counter.says("pkm", SARI, MONDAY)
    paper = printed(counter.desk)
    assert "Diisi oleh: belum ada." in paper.text
    assert "Tidak ada berkas." in paper.text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--lokus", "kel"), "f01.not_opened"),
        (("--lokus", "nowhere"), "code.unknown"),
        (("--lokus", "pkm", "--period", "1999"), "code.unknown"),
        (("--lokus", "pkm", "--revision", "2"), "f01.no_revision"),
    ],
)
def test_what_is_not_there_is_refused(half: Counter, words: tuple[str, ...], code: str) -> None:
    assert half.desk.refused("report", "f01", *words).endswith(f"[{code}]")
    assert list(half.desk.folder.glob("*.pdf")) == []
