"""What a fingerprint sees and what it does not; and the JSON form of an instrument."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from survey_flows import catalog, jsonform
from survey_flows.fingerprint import fingerprint

SOURCE = (Path(__file__).parent / "f09.toml").read_text(encoding="utf-8")
# Taken when each was first complete. They never change: a new text is a new version.
F03_2023061901 = "sha256:32d9e79cfcc5645046a40b00431c1b65236288214e4f7b3b23464407e8cdbe87"


F01_2023061901 = "sha256:9806a22c79dcef27ad542c43bdfbe9c432f981e6b2bb537aebe8555258739a73"


def fingerprint_of(source: str) -> str:
    return fingerprint(catalog.read("f09.toml", source.encode()))


def test_the_shipped_version_of_f03_is_the_one_first_published() -> None:
    assert fingerprint(catalog.load("F-03", "2023061901")) == F03_2023061901


def test_the_shipped_version_of_f01_is_the_one_first_published() -> None:
    assert fingerprint(catalog.load("F-01", "2023061901")) == F01_2023061901


def test_comments_spacing_and_the_order_of_keys_do_not_count() -> None:
    untidy = SOURCE.replace(" = ", "  =  ").replace("[choices]", "# daftar\n\n[choices]")
    swapped = untidy.replace('code  =  "3.a"', "").replace(
        "number  =  3", 'code = "3.a"\nnumber = 3'
    )
    assert fingerprint_of(swapped) == fingerprint_of(SOURCE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Seberapa mudah?", "Seberapa mudah"),
        ('"2026010100"', '"2026010101"'),
        ('op = "le"', 'op = "lt"'),
        ("least = 1", "least = 2"),
        ('{ name = "ya", label = "Ya" }, ', ""),
        ("any = [", "all = ["),
        ('hint = "1 sulit"', 'hint = "1 sulit", required = false'),
        ('hint = "1 sulit"', 'hint = "1 sulit", marks = ["added"]'),
    ],
)
def test_any_change_of_meaning_is_seen(old: str, new: str) -> None:
    text = SOURCE.replace(old, new, 1)
    assert text != SOURCE
    if "Ya" in old:
        text = text.replace('value = "ya"', 'value = "tidak"')
    assert fingerprint_of(text) != fingerprint_of(SOURCE)


def test_the_json_form_is_complete_json() -> None:
    form = catalog.read("f09.toml", SOURCE.encode())
    document = json.loads(json.dumps(jsonform.document(form)))
    assert document["fingerprint"] == fingerprint(form)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", document["fingerprint"])
    (first, *_) = document["items"]
    for part, shown in ((form.items[0], first), (form.items[0].fields[0], first["fields"][0])):
        assert {one.name for one in dataclasses.fields(part)} <= set(shown)
    assert first["fields"][1]["relevant"] == {"all": [{"field": "ada", "op": "eq", "value": "ya"}]}
    assert first["evidence"][0]["accept"] == ["jpeg", "pdf"]
    assert document["items"][2]["fields"][1]["relevant"] == {
        "any": [
            {"field": "umum", "op": "includes", "value": "web"},
            {"field": "mudah", "op": "ge", "value": "2"},
        ]
    }


def test_the_json_form_of_f01_says_numbers_codes_and_evidence() -> None:
    document = jsonform.document(catalog.load("F-01"))
    assert [one["items"] for one in document["aspek"]] == [9, 5, 6, 4, 4, 2, 1]
    assert [one["number"] for one in document["items"]] == [*range(1, 31), None]
    assert document["items"][30]["code"] == "antrian"
    assert document["items"][15]["marks"] == ["reconstructed"]
    assert document["items"][0]["evidence"][0]["label"] == (
        "Daftar jenis pelayanan yang diselenggarakan"
    )


def test_the_json_form_of_f03_says_codes_aspek_and_counts() -> None:
    document = jsonform.document(catalog.load("F-03"))
    assert [one["items"] for one in document["aspek"]] == [4, 3, 4, 2, 1]
    assert [one["number"] for one in document["items"]] == list(range(1, 15))
    assert document["items"][12]["code"] == "14.d.T"
    assert document["items"][12]["aspek"] == "sipp"
