"""F-01 as it is asked: what is skipped when, which numbers are taken, which evidence is owed."""

from collections.abc import Mapping

import pytest

from survey_flows import catalog
from survey_flows.conditions import holds

F01 = catalog.load("F-01")
CHAIN_23 = ["i23punya", "i23a", "i23b", "i23c", "i23d", "i23e"]
CHAIN_27 = ["i27a", "i27b", "i27c", "i27d", "i27e", "i27f"]
TEXTS = [name for name, field in F01.fields.items() if name.endswith("lain")]


def seen_by(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers in view: those to questions that are asked, as the form runs on."""
    seen: dict[str, str] = {}
    for name, field in F01.fields.items():
        if name in answers and holds(field.relevant, seen):
            seen[name] = answers[name]
    return seen


def asked(item: str, answers: Mapping[str, str]) -> list[str]:
    seen = seen_by(answers)
    fields = [one for name, one in F01.fields.items() if name.startswith(item)]
    return [one.name.removeprefix(item) for one in fields if holds(one.relevant, seen)]


def owed(item: str, answers: Mapping[str, str]) -> list[str]:
    seen = seen_by(answers)
    slots = [one for entry in F01 for one in entry.evidence if one.name.startswith(item)]
    return [one.name.removeprefix(item) for one in slots if holds(one.relevant, seen)]


def said(text: str) -> dict[str, str]:
    """`i01a=ya i01jenis=3` as answers; `+` joins several choices."""
    pairs = [pair.split("=") for pair in text.split()]
    return {name: value.replace("+", " ") for name, value in pairs}


@pytest.mark.parametrize(
    ("item", "answers", "fields"),
    [
        ("i01", "i01a=tidak", "a jenis"),
        ("i01", "i01a=ya", "a jenis standar b c d e"),
        ("i02", "i02a=tidak", "a"),
        ("i02", "i02a=ya", "a unsur"),
        ("i03", "i03a=tidak i03b=ya", "a"),
        ("i03", "i03a=ya i03b=sebagian", "a b media"),
        ("i05", "i05a=tidak i05c=ya", "a"),
        ("i05", "i05a=ya i05c=tidak", "a b c"),
        ("i05", "i05a=ya i05c=ya", "a b c media"),
        ("i06", "i06a=tidak i06e=ya", "a"),
        ("i06", "i06a=ya i06e=tidak", "a b ikm periode d e f"),
        ("i06", "i06a=ya i06e=ya", "a b ikm periode d e media f"),
        ("i08", "i08a=tidak", "a"),
        ("i09", "i09a=ya", "a b"),
        ("i09", "i09a=tidak", "a"),
        ("i10", "i10a=ya", "a b"),
        ("i15", "i15a=tidak i15b=lainnya", "a"),
        ("i15", "i15a=ya i15b=roda", "a b"),
        ("i15", "i15a=ya i15b=roda+lainnya", "a b lain"),
        ("i16", "i16lengkap=lainnya", "wajib lengkap lain"),
        ("i21", "i21a=tidak i21f=tidak", "a f"),
        ("i21", "i21a=ya i21b=elek", "a b d f"),
        ("i21", "i21a=ya i21b=non_elek", "a b c f"),
        ("i21", "i21a=ya i21b=elek+non_elek i21f=ya", "a b c d f akun g"),
        ("i24", "i24a=tidak", "a"),
        ("i26", "i26a=ya", "a muka daring"),
        ("i26", "i26a=tidak", "a"),
        ("i28", "", "masuk selesai lmasuk lselesai"),
        ("i29", "i29a=tidak", "a inisiatif"),
        ("i29", "i29a=tidak i29inisiatif=belajar", "a inisiatif belajar"),
        ("i29", "i29a=ya i29lama=kurang1 i29kompetisi=tidak", "a judul lama kompetisi"),
        ("i29", "i29a=ya i29lama=min1", "a judul lama sejak kompetisi"),
        (
            "i29",
            "i29a=ya i29kompetisi=ya i29level=lokal+dunia",
            "a judul lama kompetisi level plokal klokal pdunia kdunia",
        ),
        ("i29", "i29a=tidak i29kompetisi=ya i29level=nasional", "a inisiatif"),
        ("i30", "i30a=tidak i30b=payung", "a"),
        ("i30", "i30a=ya i30b=rancang", "a b"),
        ("i30", "i30a=ya i30b=payung", "a b c"),
        ("ant", "anta=tidak", "a"),
        ("ant", "anta=ya antb=lainnya", "a b lain"),
    ],
)
def test_only_what_applies_is_asked(item: str, answers: str, fields: str) -> None:
    assert asked(item, said(answers)) == fields.split()


@pytest.mark.parametrize("chain", [CHAIN_23, CHAIN_27], ids=["item 23", "item 27"])
def test_the_first_tidak_ends_a_chain(chain: list[str]) -> None:
    for stop in range(len(chain)):
        answers = dict.fromkeys(chain, "ya") | {chain[stop]: "tidak"}
        assert asked(chain[0][:3], answers) == [one[3:] for one in chain[: stop + 1]]


def test_every_lainnya_that_is_to_be_named_opens_a_text() -> None:
    opened = {}
    for name in F01.fields:
        if [one for one in F01.choices_of(name) if one.name == "lainnya"]:
            opened[name] = [text for text in TEXTS if text[:3] == name[:3]]
    assert opened == {
        "i12b": [],
        "i15b": ["i15lain"],
        "i16lengkap": ["i16lain"],
        "i17b": ["i17lain"],
        "i19": ["i19lain"],
        "i22": ["i22lain"],
        "antb": ["antlain"],
    }
    assert {F01.fields[one].type for one in TEXTS} == {"text"}


@pytest.mark.parametrize(
    ("field", "answers", "is_taken"),
    [
        ("i01jenis", "i01jenis=0", True),
        ("i01jenis", "i01jenis=-1", False),
        ("i01standar", "i01jenis=10 i01standar=10", True),
        ("i01standar", "i01jenis=9 i01standar=10", False),
        ("i01standar", "i01jenis=9 i01standar=-1", False),
        ("i06b", "i06b=-2", False),
        ("i06ikm", "i06ikm=100", True),
        ("i06ikm", "i06ikm=100.01", False),
        ("i06ikm", "i06ikm=-0.5", False),
        ("i08b", "i08b=0", True),
        ("i08b", "i08b=101", False),
        ("i21g", "i21g=-1", False),
        ("i28selesai", "i28masuk=20 i28selesai=20", True),
        ("i28selesai", "i28masuk=20 i28selesai=21", False),
        ("i28lmasuk", "i28masuk=20 i28lmasuk=21", False),
        ("i28lselesai", "i28selesai=9 i28lmasuk=5 i28lselesai=5", True),
        ("i28lselesai", "i28selesai=9 i28lmasuk=5 i28lselesai=6", False),
        ("i28lselesai", "i28selesai=4 i28lmasuk=5 i28lselesai=5", False),
    ],
)
def test_numbers_that_cannot_be_are_refused(field: str, answers: str, is_taken: bool) -> None:
    assert holds(F01.fields[field].constraint, said(answers)) == is_taken


def test_every_number_has_a_lower_end_and_says_what_is_taken() -> None:
    for name, field in F01.fields.items():
        if field.type in ("integer", "decimal"):
            assert not holds(field.constraint, {name: "-1"})
            assert field.constraint_message.endswith(".")


@pytest.mark.parametrize(
    ("item", "answers", "slots"),
    [
        ("i01", "i01a=tidak", ""),
        ("i01", "i01a=ya", "f1 f2 f3 f4"),
        ("i03", "i03a=ya i03media=website", "f1"),
        ("i03", "i03a=ya i03media=website+sippn", "f1 f2"),
        ("i04", "i04=tidak", ""),
        ("i04", "i04=th3semua", "f1 f2 f3"),
        ("i07", "", "f1"),
        ("i13", "", "f1"),
        ("i15", "i15a=ya i15b=petugas", "f1 f2"),
        ("i25", "i25=kotak", "f1"),
        ("i26", "i26a=ya i26daring=sp4n", "f1 f2 f3"),
        ("i28", "i28masuk=0 i28lmasuk=0", ""),
        ("i28", "i28masuk=3 i28lmasuk=0", "f1"),
        ("i29", "i29a=tidak i29inisiatif=belajar", "f4"),
        ("i29", "i29a=ya i29kompetisi=ya", "f1 f2 f3"),
        ("i30", "i30a=ya i30b=payung i30c=sdm", "f1 f4"),
    ],
)
def test_evidence_is_owed_only_where_there_is_something_to_prove(
    item: str, answers: str, slots: str
) -> None:
    assert owed(item, said(answers)) == slots.split()


def test_every_slot_takes_photos_and_pdf_and_one_file_is_enough() -> None:
    for slot in (one for item in F01 for one in item.evidence):
        assert {"jpeg", "png", "webp", "heic", "pdf"} <= set(slot.accept)
        assert (slot.least, slot.most) == (0 if slot.name.startswith("ant") else 1, 10)
        if "Video" in slot.label or "video" in slot.label:
            assert "mp4" in slot.accept


def test_remarks_on_awards_may_be_left_out_and_nothing_else() -> None:
    left_out = [name for name, field in F01.fields.items() if not field.required]
    assert left_out == ["i29klokal", "i29knasional", "i29kdunia"]
