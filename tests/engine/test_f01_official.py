"""F-01 as shipped, to the letter what the regulation prints: nothing added, nothing left out."""

import re

import pytest

from survey_flows import catalog
from survey_flows.instrument import Field, Instrument
from tests.engine.f01_regulation import (
    left_over,
    letters,
    name_of,
    parts_of,
    regulation,
    unprinted,
)

F01 = catalog.load("F-01")
SOURCE = catalog.sources()["f01-2023061901.toml"].decode()
OFFICIAL = regulation()

# Counted in the printed form, item by item, not in our file.
OPTIONS = {
    "i02unsur": 5, "i03b": 2, "i03media": 6, "i04": 6, "i05media": 2, "i06media": 2, "i07a": 5,
    "i09b": 5, "i10b": 6, "i11b": 5, "i12b": 6, "i13": 6, "i14": 5, "i15b": 6, "i16wajib": 2,
    "i16lengkap": 7, "i17b": 6, "i18": 13, "i19": 11, "i20": 5, "i21b": 2, "i21c": 3, "i21d": 2,
    "i22": 6, "i24b": 5, "i25": 6, "i26muka": 2, "i26daring": 6, "i29inisiatif": 2, "i29lama": 2,
    "i29level": 3, "i30b": 2, "i30c": 3, "antb": 7,
}  # fmt: skip
# Pieces of evidence printed for each item; those of 16, 22, 24, 30 and the queue are of F-02.
EVIDENCE = {
    "1": 4, "2": 5, "3": 2, "4": 3, "5": 2, "6": 2, "7": 1, "8": 2, "9": 2, "10": 3,
    "11": 1, "12": 4, "13": 1, "14": 1, "15": 2, "16": 1, "17": 1, "18": 1, "19": 1, "20": 1,
    "21": 2, "22": 1, "23": 2, "24": 1, "25": 2, "26": 3, "27": 3, "28": 2, "29": 4, "30": 4,
    "antrian": 2,
}  # fmt: skip
ASPEK = [
    ("Kebijakan Pelayanan", 9),
    ("Profesionalisme SDM", 5),
    ("Sarana Prasarana", 6),
    ("Sistem Informasi Pelayanan Publik", 4),
    ("Konsultasi dan Pengaduan", 4),
    ("Inovasi Pelayanan Publik", 2),
    ("Pertanyaan Tambahan", 1),
]


def changed(old: str, new: str) -> Instrument:
    assert SOURCE.count(old) == 1
    return catalog.read("f01.toml", SOURCE.replace(old, new).encode())


def test_every_word_of_ours_is_printed_in_the_regulation() -> None:
    assert unprinted(F01, OFFICIAL) == []


def test_every_printed_word_is_in_our_file() -> None:
    assert left_over(F01, OFFICIAL) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Kantin"', 'label = "Kantn"'),
        ('label = "Larangan KKN"', 'label = "Larangan"'),
        ("Foto Copy/ATK", "Fotokopi/ATK"),
        ("1 bulan setelah", "2 bulan setelah"),
        ("telah memenuhi 14 komponen?", "telah memenuhi 12 komponen?"),
        ("pegangan pengaman.", "pegangan."),
        ("Daftar hadir penyusunan SP", "Daftar hadir"),
        ("Jumlah media publikasi hasil SKM.", "Media publikasi hasil SKM."),
    ],
)
def test_a_mistyped_word_is_found(old: str, new: str) -> None:
    spoilt = changed(old, new)
    assert unprinted(spoilt, OFFICIAL) + left_over(spoilt, OFFICIAL) != []


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ('  { name = "p3k", label = "P3K" },\n', "19"),
        ('  { name = "ruang", label = "Ruang khusus" },\n', "25"),
        ('  { name = "kinerja", label = "Kinerja" },\n', "13"),
        ('  { name = "suara", label = "Pengeras suara" },\n', "antrian"),
        ("2. Wastafel: terdapat wastafel dengan kran air yang berfungsi dengan baik.\n", "17"),
    ],
)  # fmt: skip
def test_a_missing_line_is_found(line: str, item: str) -> None:
    assert {one for one, _ in left_over(changed(line, ""), OFFICIAL)} == {item}


def test_an_option_that_is_not_printed_is_found() -> None:
    kantin = '  { name = "kantin", label = "Kantin" },\n'
    more = changed(kantin, kantin + '  { name = "kolam", label = "Kolam ikan" },\n')
    assert unprinted(more, OFFICIAL) == [("19", "Kolam ikan")]


@pytest.mark.parametrize("field", F01.fields.values(), ids=lambda one: one.name)
def test_each_question_has_as_many_options_as_the_regulation(field: Field) -> None:
    listed = F01.choices_of(field.name)
    if field.choices == "ya_tidak":
        assert [one.label for one in listed] == ["Ya", "Tidak"]
    else:
        assert len(listed) == OPTIONS.get(field.name, 0)


def test_each_item_asks_for_the_printed_pieces_of_evidence() -> None:
    assert {name_of(item): len(item.evidence) for item in F01} == EVIDENCE


def test_six_aspek_hold_thirty_items_and_the_queue_stands_apart() -> None:
    assert [(one.label, len(one.items)) for one in F01.aspek] == ASPEK
    assert [item.number for item in F01] == [*range(1, 31), None]


def test_codes_are_those_of_the_evaluators_form() -> None:
    printed = {one.item: one.text for one in OFFICIAL if one.kind == "code"}
    assert {name_of(one): one.code for one in F01} == printed | {"antrian": "antrian"}


def test_the_instructions_are_the_printed_ones() -> None:
    printed = "".join(letters(one.text) for one in OFFICIAL if one.item == "0")
    assert letters(F01.instructions) in printed
    assert letters(F01.title) in printed


def test_what_is_not_in_the_printed_f01_is_marked() -> None:
    assert {name_of(one) for one in F01 if one.marks} == {"16", "18", "21", "29"}
    slots = [one for item in F01 for one in item.evidence if "reconstructed" in one.marks]
    assert {one.name[:3] for one in slots} == {"i16", "i22", "i24", "i30", "ant"}
    f01_only = [one for one in OFFICIAL if one.kind != "f02"]
    items = {name_of(item): item for item in F01}
    for name, wording in unprinted(F01, f01_only):
        assert items[name].marks or any(one.marks for one in parts_of(items[name])), wording


def test_item_16_is_complete_though_f01_lacks_it() -> None:
    printed = "".join(letters(one.text) for one in OFFICIAL if one.item == "16")
    assert printed.endswith(letters(F01.items[15].explanation))
    assert len(F01.items[15].explanation.split("\n")) == 11


def test_explanations_are_plain_text() -> None:
    for item in F01:
        assert item.explanation
        assert not re.search(r"[<>*_•●$\\]", item.explanation)
        assert all(line == line.strip() for line in item.explanation.split("\n"))


def test_stored_names_are_short_enough_for_a_button() -> None:
    assert max(len(one.name) for item in F01 for one in parts_of(item)) <= 12
    names = [one.name for listed in F01.choices.values() for one in listed]
    assert max(len(one.encode()) for one in names) <= 8
