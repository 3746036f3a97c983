"""F-03 as shipped: complete, and to the letter what the regulation prints."""

import re
from pathlib import Path

import pytest

from survey_flows import catalog, checker
from survey_flows.errors import BrokenInstrument, UnknownInstrument
from survey_flows.instrument import Instrument

HERE = Path(__file__).parent
ASPEK = [
    ("Kebijakan Pelayanan", 4),
    ("Profesionalisme SDM", 3),
    ("Sarana Prasarana", 4),
    ("Sistem Informasi Pelayanan Publik", 2),
    ("Konsultasi dan Pengaduan", 1),
]


@pytest.fixture
def f03() -> Instrument:
    return catalog.load("F-03")


def letters(text: str) -> str:
    """The wording without spacing and full stops, which the printed table sets unevenly."""
    return re.sub(r"[\s.]", "", text).casefold()


def official_rows() -> list[tuple[str, str]]:
    """The F-03 table of the regulation, taken from its text by a script, not by our hand."""
    lines = (HERE / "f03_official.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [(code, letters(label)) for code, label in rows]


def test_wording_and_codes_are_the_regulations(f03: Instrument) -> None:
    assert [(item.code, letters(item.label)) for item in f03.items] == official_rows()


def test_numbers_run_on_where_the_printed_codes_part_ways(f03: Instrument) -> None:
    assert [item.number for item in f03.items] == list(range(1, 15))
    assert [item.code for item in f03.items][-2:] == ["14.d.T", "15.e.K"]


def test_five_aspek_hold_fourteen_items(f03: Instrument) -> None:
    assert [(aspek.label, len(aspek.items)) for aspek in f03.aspek] == ASPEK


def test_every_item_asks_exactly_its_printed_sentence_on_the_scale(f03: Instrument) -> None:
    assert list(f03.fields) == [f"i{number:02d}" for number in range(1, 15)]
    for item in f03.items:
        (field,) = item.fields
        assert (field.label, field.type, field.required) == (item.label, "select_one", True)
        assert [one.name for one in f03.choices_of(field.name)] == ["1", "2", "3", "4", "5"]


def test_words_and_faces_beside_the_numbers_are_marked_as_ours(f03: Instrument) -> None:
    scale = f03.choices["derajat"]
    assert len({one.symbol for one in scale} - {""}) == 5
    assert [one.hint for one in scale] == ["sangat buruk", "", "", "", "sangat baik"]
    assert all(("added" in one.marks) == bool(one.hint) for one in scale)


def test_the_instructions_are_the_printed_ones(f03: Instrument) -> None:
    assert f03.instructions == (
        "Setiap Responden wajib mengisi kolom penilaian yang disediakan secara objektif pada "
        "angka yang dianggap sesuai. Beri tanda silang (X) pada angka yang paling sesuai dengan "
        "penilaian Anda"
    )


@pytest.mark.parametrize("name", catalog.sources())
def test_every_shipped_file_passes_the_checker(name: str) -> None:
    assert checker.check(catalog.sources()[name]) == ()


@pytest.mark.parametrize("form", catalog.shipped(), ids=str)
def test_a_file_is_named_for_its_form_and_version(form: Instrument) -> None:
    assert f"{form.form_id.replace('-', '').lower()}-{form.version}.toml" in catalog.sources()


def test_the_newest_version_comes_unless_another_is_named(f03: Instrument) -> None:
    assert f03.version == catalog.versions("F-03")[-1]
    assert catalog.load("F-03", f03.version) is f03


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownInstrument, match=r'no instrument f03; .*; did you mean "F-03"\?'):
        catalog.load("f03")
    with pytest.raises(UnknownInstrument, match="no instrument F-03 1999010100; known: 2023061901"):
        catalog.load("F-03", "1999010100")


def test_a_broken_shipped_file_refuses_to_load_and_says_why() -> None:
    with pytest.raises(BrokenInstrument, match=r"f03\.toml has 5 issue") as caught:
        catalog.read("f03.toml", b'form_id = "F-03"')
    assert any("version" in issue for issue in caught.value.issues)
