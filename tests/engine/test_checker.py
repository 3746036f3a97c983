"""One slip at a time in a good file: each is reported where it is, with what to do."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows import catalog, checker, jsonform, xlsform
from survey_flows.issues import Issue

GOOD = (Path(__file__).parent / "f09.toml").read_text(encoding="utf-8")

FIELD = "aspek[0].items[0].fields"
SLOT = "aspek[0].items[0].evidence[0]"
LAST = "aspek[1].items[1].fields"
RELEVANT = f"{FIELD}[1].relevant"
LIMIT = f"{FIELD}[2].constraint"
HINT = 'hint = "1 sulit"'
MESSAGE = ', constraint_message = "Tidak boleh lebih banyak."'
UMUM = 'fields = [{ name = "umum", type = "select_multiple", choices = "media" }]'

# What is written instead of what, and the code, place and cure that come of it.
SLIPS = [
    ('title = "Contoh"', "", "key.missing", "title", "add it"),
    ('title = "Contoh"', 'titel = "Contoh"\ntitle = "C"', "key.unknown", "titel", '"title"?'),
    ('title = "Contoh"', "title = 3", "value.type", "title", "a text in quotes"),
    ('title = "Contoh"', 'title = " "', "label.empty", "title", "write the wording"),
    ('"F-09"', '"f 09"', "form_id.format", "form_id", '"F-03"'),
    ('"2026010100"', '"1.0"', "version.format", "version", "yyyymmddrr"),
    ('"2026010100"', '"2026023000"', "version.format", "version", "yyyymmddrr"),
    ('"petugas"', '"petuga"', "audience.unknown", "audience", '"petugas"?'),
    ("number = 2", "number = 3", "number.order", "aspek[1].items[0].number", "write 2"),
    ("number = 2", 'number = "2"', "value.type", "aspek[1].items[0].number", "whole number"),
    ("number = 2", "number = true", "value.type", "aspek[1].items[0].number", "whole number"),
    ("number = 2\n", "", "number.order", "aspek[1].items[0].number", "write 2"),
    ("number = 1\n", "", "number.order", "aspek[0].items[0].number", "write 1"),
    ("number = 3\n", "", "number.order", "aspek[1].items[1].number", "write 3"),
    ('code = "2.a"', 'code = "1.a"', "code.duplicate", "aspek[1].items[0].code", "once"),
    ('code = "2.a"', 'code = ""', "label.empty", "aspek[1].items[0].code", "wording"),
    ('label = "Dibuat"', 'label = ""', "label.empty", f"{FIELD}[2].label", "wording"),
    ('label = "Dibuat", ', "", "key.missing", f"{FIELD}[2].label", "add it"),
    ('label = "Dibuat"', 'label = "a  b"', "text.untidy", f"{FIELD}[2].label", "out"),
    ('"1 sulit"', f'"{"x" * 3001}"', "text.long", f"{LAST}[0].hint", "3000"),
    ('name = "jenis"', 'name = "Jenis"', "name.format", f"{FIELD}[1].name", "a-z"),
    ('name = "jenis"', f'name = "{"j" * 33}"', "name.format", f"{FIELD}[1].name", "32"),
    ('name = "sejak"', 'name = "sejak_kapan_2"', "name.long", f"{LAST}[1].name", "at most 12"),
    ('name = "foto"', 'name = "foto_papan_13"', "name.long", f"{SLOT}.name", "at most 12"),
    ('name = "jenis"', 'name = "item7"', "name.reserved", f"{FIELD}[1].name", "another"),
    ('name = "sejak"', 'name = "ada"', "name.duplicate", f"{LAST}[1].name", "rename"),
    ('name = "sejak"', 'name = "foto"', "name.duplicate", f"{SLOT}.name", "rename"),
    ('name = "sejak"', 'name = "foto_2"', "name.duplicate", f"{SLOT}.name", "rename"),
    ('name = "sejak"', 'name = "kebijakan"', "name.duplicate", f"{LAST}[1].name", "rename"),
    ('type = "date"', 'type = "dates"', "value.unknown", f"{LAST}[1].type", '"date"?'),
    ('choices = "skala"', 'choices = "skla"', "choice.unknown", f"{LAST}[0].choices", '"skala"?'),
    ('choices = "skala", ', "", "choice.missing", f"{LAST}[0].choices", "name a choice list"),
    ('"date"', '"date", choices = "skala"', "choice.unwanted", f"{LAST}[1].choices", "remove"),
    ('choices = "media"', 'choices = "skala"', "choices.unused", "choices.media", "remove"),
    ("[choices]", "[choices]\nlain = []", "choices.empty", "choices.lain", "add"),
    ('"poster"', '"sangat_panjang"', "choice.name", "choices.media[1].name", "at most 12"),
    ('"poster"', '"01"', "choice.name", "choices.media[1].name", "leading zeros"),
    ('"poster"', '"web"', "choice.duplicate", "choices.media", "rename"),
    ('"Poster"', '"Situs web"', "choice.duplicate", "choices.media", "rename"),
    ('"pdf"', '"pfd"', "accept.unknown", f"{SLOT}.accept[1]", '"pdf"?'),
    ('"pdf"', '"jpeg"', "accept.duplicate", f"{SLOT}.accept", "once"),
    ('["jpeg", "pdf"]', "[]", "accept.empty", f"{SLOT}.accept", "known"),
    ("least = 1", "least = 3", "evidence.bounds", f"{SLOT}.least", "least <= most"),
    ("least = 1", "least = -1", "evidence.bounds", f"{SLOT}.least", "least <= most"),
    ("most = 2", "most = 99", "evidence.most", f"{SLOT}.most", "1 to 20"),
    ('{ field = "ada"', '{ field = "adaa"', "condition.unknown", f"{RELEVANT}.field", '"ada"?'),
    ('{ field = "ada"', '{ field = "mudah"', "condition.forward", f"{RELEVANT}.field", "earlier"),
    ('{ field = "ada"', '{ field = "jenis"', "condition.forward", f"{RELEVANT}.field", "earlier"),
    ('other = "jenis"', 'other = "mudah"', "condition.forward", f"{LIMIT}.other", "earlier"),
    ('other = "jenis"', 'other = "ada"', "condition.types", f"{LIMIT}.other", "one kind"),
    ('"dibuat", op', '"jenis", op', "constraint.elsewhere", LIMIT, '"dibuat"'),
    ('other = "jenis"', 'value = "dua"', "condition.value", f"{LIMIT}.value", "whole"),
    ('other = "jenis"', 'value = "1.5"', "condition.value", f"{LIMIT}.value", "whole"),
    ('other = "jenis"', "value = true", "value.type", f"{LIMIT}.value", "a number"),
    (', other = "jenis"', "", "condition.operands", LIMIT, "one of them"),
    ('"le"', '"answered"', "condition.operands", LIMIT, "remove"),
    ('"le"', '"includes"', "condition.operator", f"{LIMIT}.op", "eq, ne, lt"),
    ('"le"', '"=<"', "value.unknown", f"{LIMIT}.op", "known"),
    ('"eq", value = "ya"', '"lt", value = "ya"', "condition.operator", f"{RELEVANT}.op", "eq, ne"),
    ('"eq", value = "ya"', '"eq", value = "y"', "condition.choice", f"{RELEVANT}.value", '"ya"?'),
    ('"includes"', '"eq"', "condition.operator", f"{LAST}[1].relevant.any[0].op", "includes"),
    ("value = 2", "value = 9", "condition.choice", f"{LAST}[1].relevant.any[1].value", "1, 2"),
    (MESSAGE, "", "constraint.message", f"{FIELD}[2].constraint_message", "both"),
    (HINT, 'constraint_message = "x"', "constraint.message", f"{LAST}[0].constraint", "both"),
    (HINT, "relevant = { all = [] }", "condition.empty", f"{LAST}[0].relevant.all", "remove"),
    (HINT, "relevant = 3", "value.type", f"{LAST}[0].relevant", "a table"),
    (HINT, 'required = "ya"', "value.type", f"{LAST}[0].required", "true or false"),
    (HINT, 'marks = ["add"]', "value.unknown", f"{LAST}[0].marks[0]", '"added"?'),
    (UMUM, "fields = []", "list.empty", "aspek[1].items[0].fields", "at least one"),
]  # fmt: skip


def issues_of(text: str) -> Sequence[Issue]:
    return checker.check(text.encode())


def test_the_good_file_has_no_issue() -> None:
    assert issues_of(GOOD) == ()


def test_an_additional_question_at_the_end_has_no_number() -> None:
    own = '[[aspek]]\nname = "tambahan"\nlabel = "Tambahan"\n\n[[aspek.items]]\nnumber = 3'
    assert GOOD.count("[[aspek.items]]\nnumber = 3\n") == 1
    apart = GOOD.replace("[[aspek.items]]\nnumber = 3", own)
    assert issues_of(apart) == ()
    assert issues_of(apart.replace("number = 3\n", "")) == ()
    first = apart.replace("number = 1\n", "").replace("number = 3\n", "number = 2\n")
    places = [one.place for one in issues_of(first) if one.code == "number.order"]
    assert places == ["aspek[0].items[0].number", "aspek[2].items[0].number"]


def test_names_may_be_long_where_no_evidence_is_asked_for() -> None:
    bare = re.sub(r"(?s)evidence = \[.*?\n\]", "", GOOD)
    assert issues_of(bare.replace('name = "sejak"', 'name = "sejak_kapan_2"')) == ()


@pytest.mark.parametrize(("old", "new", "code", "place", "cure"), SLIPS)
def test_a_slip_is_reported_with_place_and_cure(
    old: str, new: str, code: str, place: str, cure: str
) -> None:
    assert old in GOOD
    found = [one for one in issues_of(GOOD.replace(old, new, 1)) if one.code == code]
    assert [one.place for one in found] == [place]
    assert cure in found[0].cure
    assert found[0].cause


def test_every_slip_at_once_is_reported_sorted_by_place() -> None:
    text = GOOD.replace('"F-09"', '"?"').replace('"pdf"', '"pfd"').replace("value = 2", "value = 9")
    codes = [issue.code for issue in issues_of(text)]
    assert codes == ["accept.unknown", "condition.choice", "form_id.format"]


def test_the_tenth_place_comes_after_the_ninth() -> None:
    empty = '{ name = "ya", label = "" }'
    many = f"[{', '.join([empty] * 11)}]"
    issues = issues_of(re.sub(r"(?m)^media = .*$", f"media = {many}", GOOD))
    places = [one.place for one in issues if one.code == "label.empty"]
    assert places == [f"choices.media[{at}].label" for at in range(11)]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (b'form_id = "F-09"\nversion = ', "last line"),
        (b"form_id = F-09", "line 1"),
        (b'form_id = "a"\nform_id = "b"\n', "line 2"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "file"),
        (b'title = "\xff"', "file"),
    ],
)
def test_what_is_not_toml_is_an_issue_not_a_traceback(source: bytes, place: str) -> None:
    (issue,) = checker.check(source)
    assert issue.code in {"toml.syntax", "toml.encoding"}
    assert issue.place.startswith(place)
    assert issue.cure


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"aspek = 1",
        b"aspek = [1, 2]",
        b"choices = 3",
        b'choices = { a = "b", c = [1] }',
        b"[[aspek]]\nitems = [{ fields = [{ relevant = { any = [1, { all = 2 }] } }] }]",
        b'[[aspek]]\nitems = [{ fields = "x", evidence = [3], marks = 1, number = 2026-01-01 }]',
        b"\xef\xbb\xbfaspek = []",
    ],
)
def test_any_shape_of_toml_is_checked_without_a_traceback(source: bytes) -> None:
    assert checker.check(source)


@given(
    at=st.integers(0, len(GOOD)),
    length=st.integers(0, 40),
    instead=st.one_of(
        st.text(max_size=8), st.sampled_from(["[]", "{}", "3", "true", '"x"', "${x}"])
    ),
)
def test_whatever_passes_can_be_read_and_exported(at: int, length: int, instead: str) -> None:
    source = (GOOD[:at] + instead + GOOD[at + length :]).encode()
    if not checker.check(source):
        form = catalog.read("f09", source)
        assert jsonform.document(form)["form_id"] == form.form_id
        assert set(xlsform.sheets(form)) == {"survey", "choices", "settings"}


def test_an_issue_reads_as_one_line() -> None:
    text = GOOD.replace('choices = "skala"', 'choices = "skla"')
    assert str(issues_of(text)[0]) == (
        'aspek[1].items[1].fields[0].choices: field mudah uses choices "skla", '
        'which nothing defines; did you mean "skala"? [choice.unknown]'
    )
