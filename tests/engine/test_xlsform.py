"""The XLSForm export through the real pyxform, the converter of ODK and Kobo."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from admin_cli import workbook
from survey_flows import catalog, xlsform
from survey_flows.instrument import Clause, Condition, Field, Instrument
from survey_flows.xpath import expression

HERE = Path(__file__).parent
F09 = catalog.read("f09.toml", (HERE / "f09.toml").read_bytes())
FORMS = [*catalog.shipped(), F09]
CONTROLS = {
    "select_one": "select1",
    "select_multiple": "select",
    "integer": "input int",
    "decimal": "input decimal",
    "text": "input string",
    "date": "input date",
}


def converted(form: Instrument, folder: Path) -> tuple[ET.Element, list[str]]:
    """The XForm that pyxform makes of our file, and its warnings."""
    path = folder / "form.xlsx"
    path.write_bytes(workbook.content(xlsform.sheets(form)))
    result = convert(path, validate=False)
    return ET.fromstring(result.xform), list(result.warnings)


def binds_of(xform: ET.Element) -> dict[str, ET.Element]:
    return {str(one.get("nodeset")): one for one in xform.iter() if one.tag.endswith("}bind")}


def controls(xform: ET.Element) -> list[tuple[str, str]]:
    """Name and kind of every control in the body, in order; notes are not questions."""
    binds, found = binds_of(xform), []
    for control in xform.iter():
        kind, ref = control.tag.rpartition("}")[2], control.get("ref", "")
        if kind in {"input", "select", "select1", "upload"} and not binds[ref].get("readonly"):
            typed = binds[ref].get("type") if kind == "input" else ""
            found.append((ref.rpartition("/")[2], f"{kind} {typed}".strip()))
    return found


def expected(form: Instrument) -> list[tuple[str, str]]:
    found = []
    for item in form.items:
        found += [(one.name, CONTROLS[one.type]) for one in item.fields]
        for slot in item.evidence:
            found += [(f"{slot.name}_{nth}", "upload") for nth in range(1, slot.most + 1)]
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form_id)
def test_pyxform_takes_the_export_without_a_warning(form: Instrument, tmp_path: Path) -> None:
    assert converted(form, tmp_path)[1] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form_id)
def test_pyxform_reads_the_same_questions_in_the_same_order(
    form: Instrument, tmp_path: Path
) -> None:
    assert controls(converted(form, tmp_path)[0]) == expected(form)


def test_the_xform_shows_code_wording_and_scale_of_every_item(tmp_path: Path) -> None:
    form = catalog.load("F-03")
    xform, _ = converted(form, tmp_path)
    texts = {
        one.get("id"): "".join(one.itertext()).strip() for one in xform.iter() if one.get("id")
    }
    for aspek in form.aspek:
        assert texts[f"/data/{aspek.name}:label"] == aspek.label
        for item in aspek.items:
            label = texts[f"/data/{aspek.name}/{item.fields[0].name}:label"]
            assert label == f"{item.number}. [{item.code}] {item.label}"
    scale = [texts[f"derajat-{at}"] for at in range(5)]
    assert scale == ["😞 1 (sangat buruk)", "🙁 2", "😐 3", "🙂 4", "😀 5 (sangat baik)"]
    assert texts["/data/petunjuk:label"] == form.instructions
    (data,) = (one for one in xform.iter() if one.get("version"))
    assert (data.get("id"), data.get("version")) == ("F-03", form.version)


def test_conditions_arrive_in_the_xform(tmp_path: Path) -> None:
    xform, _ = converted(F09, tmp_path)
    binds = {path.rpartition("/")[2]: bind for path, bind in binds_of(xform).items()}
    assert " ".join(str(binds["jenis"].get("relevant")).split()) == (
        "/data/kebijakan/item1/ada = 'ya'"
    )
    assert "<= " in str(binds["dibuat"].get("constraint"))
    assert "selected(" in str(binds["sejak"].get("relevant"))
    assert " or " in str(binds["sejak"].get("relevant"))
    assert binds["foto_1"].get("required") == "true()"
    assert binds["foto_2"].get("required") is None


def test_the_scale_is_shown_as_likert_and_kinds_of_files_are_named() -> None:
    rows = {row[1]: row for row in xlsform.sheets(catalog.load("F-03"))["survey"]}
    assert "likert" in rows["i01"]
    rows = {row[1]: row for row in xlsform.sheets(F09)["survey"]}
    assert ".jpg,.jpeg,.pdf" in rows["foto_1"]


def test_every_cell_is_text_and_the_file_is_the_same_each_time() -> None:
    sheets = xlsform.sheets(F09)
    content = workbook.content(sheets)
    assert workbook.content(sheets) == content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["survey", "choices", "settings"]
    for page in book:
        read = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
        assert read == sheets[page.title]


FIELDS = {
    "n": Field("n", "integer", "N"),
    "m": Field("m", "decimal", "M"),
    "s": Field("s", "select_one", "S", choices="c"),
    "t": Field("t", "text", "T"),
    "d": Field("d", "date", "D"),
    "k": Field("k", "select_multiple", "K", choices="c"),
}


@pytest.mark.parametrize(
    ("condition", "own", "xpath"),
    [
        (Condition(), "", ""),
        (Condition("all", (Clause("n", "ge", "3"),)), "", "${n} >= 3"),
        (Condition("all", (Clause("s", "eq", "ya"),)), "", "${s} = 'ya'"),
        (Condition("all", (Clause("s", "ne", "ya"),)), "", "(${s} != '' and ${s} != 'ya')"),
        (Condition("all", (Clause("d", "lt", "2026-01-02"),)), "", "${d} < date('2026-01-02')"),
        (Condition("all", (Clause("t", "answered"),)), "", "${t} != ''"),
        (Condition("all", (Clause("k", "includes", "web"),)), "", "selected(${k}, 'web')"),
        (
            Condition("all", (Clause("n", "le", other="m"),)),
            "n",
            "(. != '' and ${m} != '' and . <= ${m})",
        ),
        (
            Condition(
                "all",
                (
                    Clause("n", "gt", "0"),
                    Condition("any", (Clause("t", "eq", "it's"), Clause("t", "eq", "x"))),
                ),
            ),
            "",
            "${n} > 0 and (${t} = \"it's\" or ${t} = 'x')",
        ),
        (
            Condition("all", (Clause("t", "eq", "a'b\"c"),)),
            "",
            "${t} = concat('a', \"'\", 'b\"c')",
        ),
    ],
)
def test_a_condition_becomes_xpath(condition: Condition, own: str, xpath: str) -> None:
    assert expression(condition, FIELDS, own) == xpath
