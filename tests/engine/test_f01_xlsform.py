"""F-01 as an XLSForm through the real pyxform: the regulation's options, evidence and skips."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from survey_flows import catalog, xlsform
from survey_flows.instrument import Instrument
from tests.engine.f01_regulation import parts_of
from tests.engine.test_f01_official import OPTIONS, changed
from tests.engine.test_xlsform import binds_of, converted

F01 = catalog.load("F-01")
KANTIN = '  { name = "kantin", label = "Kantin" },\n'
KOLAM = '  { name = "kolam", label = "Kolam ikan" },\n'


@pytest.fixture(scope="module")
def xform(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    return converted(F01, tmp_path_factory.mktemp("f01"))[0]


def lists_of(xform: ET.Element) -> dict[str, int]:
    """Length of every choice list of an XForm."""
    instances = [one for one in xform.iter() if one.tag.endswith("}instance") and one.get("id")]
    return {
        str(one.get("id")): sum(1 for node in one.iter() if node.tag.endswith("}item"))
        for one in instances
    }


def options_of(xform: ET.Element) -> dict[str, int]:
    """How many options each question of an XForm shows."""
    lengths, found = lists_of(xform), {}
    for control in xform.iter():
        for inner in control:
            if inner.tag.endswith("}itemset"):
                (key,) = re.findall(r"instance\('(\w+)'\)", str(inner.get("nodeset")))
                found[str(control.get("ref")).rpartition("/")[2]] = lengths[key]
    return found


def rows_of(form: Instrument) -> dict[str, dict[str, str]]:
    """The survey sheet by name, its columns without their language."""
    header, *rows = xlsform.sheets(form)["survey"]
    columns = [one.partition("::")[0] if "Bahasa" in one else one for one in header]
    return {row[1]: dict(zip(columns, row, strict=True)) for row in rows}


def test_options_per_question_equal_the_regulations(xform: ET.Element) -> None:
    yes_no = {name: 2 for name, field in F01.fields.items() if field.choices == "ya_tidak"}
    assert options_of(xform) == OPTIONS | yes_no


def test_every_piece_of_evidence_is_asked_for(xform: ET.Element) -> None:
    uploads = [str(one.get("ref")) for one in xform.iter() if one.tag.endswith("}upload")]
    slots = [one.name for item in F01 for one in item.evidence]
    assert [one.rpartition("/")[2] for one in uploads] == [
        f"{name}_{nth}" for name in slots for nth in range(1, 11)
    ]


def test_nothing_ticked_is_a_lawful_answer(xform: ET.Element) -> None:
    required = {
        path.rpartition("/")[2]: one.get("required") for path, one in binds_of(xform).items()
    }
    for name, field in F01.fields.items():
        is_owed = field.required and field.type != "select_multiple"
        assert required[name] == ("true()" if is_owed else None)


def test_a_chain_stops_in_the_xform_too(xform: ET.Element) -> None:
    relevant = {
        path.rpartition("/")[2]: one.get("relevant") for path, one in binds_of(xform).items()
    }
    assert str(relevant["i23b"]).split() == ["/data/sipp/item23/i23a", "=", "'ya'"]
    assert "selected(" in str(relevant["i15lain"])


def test_explanations_are_guidance_beside_the_first_question_of_an_item() -> None:
    rows = rows_of(F01)
    for item in F01:
        first, *others = parts_of(item)
        assert rows[first.name]["guidance_hint"] == item.explanation
        assert {rows[one.name]["guidance_hint"] for one in others if one.name in rows} <= {""}


def test_the_queue_has_a_code_and_no_number() -> None:
    rows = rows_of(F01)
    assert rows["item30"]["label"].startswith("30. [30.f.B] Tersedia sumber daya")
    assert rows["item31"]["label"] == "[antrian] Sistem Antrian"


def test_one_new_line_in_the_file_is_one_more_option(tmp_path: Path) -> None:
    more = changed(KANTIN, KANTIN + KOLAM)
    before, after = xlsform.sheets(F01)["choices"], xlsform.sheets(more)["choices"]
    assert [row for row in after if row not in before] == [["penunjang", "kolam", "Kolam ikan", ""]]
    assert options_of(converted(more, tmp_path)[0])["i19"] == OPTIONS["i19"] + 1
