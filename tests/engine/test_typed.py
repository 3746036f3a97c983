"""What people type on a phone, and what of it can be an answer."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from survey_flows.typed import (
    LONGEST,
    Misread,
    read_choice,
    read_date,
    read_number,
    read_typed,
    read_whole,
    read_words,
)
from tests.engine.filling import FIELDS, FORM

ALMOST = st.one_of(
    st.text(alphabet="0123456789.,-+% /", max_size=14),
    st.text(alphabet="0123456789-/. agustjnmei", max_size=18),
    st.text(max_size=30),
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("0", "0"),
        ("12", "12"),
        (" 12 ", "12"),
        ("007", "7"),
        ("1.250", "1250"),
        ("1.250.000", "1250000"),
        ("999999999", "999999999"),
        ("12,0", "12"),
    ],
)
def test_a_count_is_read(text: str, stored: str) -> None:
    assert read_whole(text) == stored


@pytest.mark.parametrize("text", ["3,5", "0.125", "1.25", "12.5"])
def test_a_part_is_no_count(text: str) -> None:
    assert read_whole(text) == Misread("number.not_whole")


@pytest.mark.parametrize(
    "text",
    ["", "-3", "+3", "12 orang", "dua", "1e3", "٣", "½", "12.", ",5", "1.2.3", "1234567890", "NaN"],
)
def test_what_is_no_number_is_not_guessed_at(text: str) -> None:
    assert read_number(text) == read_whole(text) == Misread("number.unreadable")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("82,5", "82.5"),
        ("82.50", "82.5"),
        ("88%", "88"),
        ("88 %", "88"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("100", "100"),
        ("1.250", "1250"),
        ("1.250,5", "1250.5"),
    ],
)
def test_a_number_has_a_comma_or_a_point(text: str, stored: str) -> None:
    assert read_number(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("17-8-2021", "2021-08-17"),
        ("17/08/2021", "2021-08-17"),
        ("17.8.2021", "2021-08-17"),
        ("17 8 2021", "2021-08-17"),
        ("17 Agustus 2021", "2021-08-17"),
        ("17 agu 2021", "2021-08-17"),
        ("17 Agt 2021", "2021-08-17"),
        ("17 Ags 2021", "2021-08-17"),
        ("5 Nopember 2020", "2020-11-05"),
        ("5 Pebruari 2020", "2020-02-05"),
        ("17  Agustus  2021", "2021-08-17"),
        ("17 - 8 - 2021", "2021-08-17"),
        ("2021-08-17", "2021-08-17"),
        ("29-2-2024", "2024-02-29"),
    ],
)
def test_a_day_is_read(text: str, stored: str) -> None:
    assert read_date(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "Agustus 2021",
        "31-2-2023",
        "29-2-2023",
        "0-1-2020",
        "17-13-2021",
        "17 foo 2021",
        "17-8-21",
        "17-8-0021",
        "17-8-2921",
        "17-8-0000",
        "kemarin",
    ],
)
def test_what_is_no_day_is_not_guessed_at(text: str) -> None:
    assert read_date(text) == Misread("date.unreadable")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("TW IV 2021", "TW IV 2021"),
        (" satu\r\n\r\n dua ", "satu\ndua"),
        ("a\tb\u00a0c", "a b c"),
        ("<b>&</b>", "<b>&</b>"),
        ("kanan\u202ekiri", "kanan kiri"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_words_are_kept_without_what_cannot_be_seen(text: str, stored: str) -> None:
    assert read_words(text) == stored


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "\u200b", "\ufeff", "\u00ad", "\U000e0041", "\u0085"]
)
def test_words_that_cannot_be_seen_are_none(text: str) -> None:
    assert read_words(text) == Misread("text.empty")


def test_words_nobody_can_read_again_on_a_phone_are_too_long() -> None:
    assert read_words("x" * (LONGEST + 1)) == Misread("text.too_long")


@pytest.mark.parametrize("text", ["1", "1.", " ya ", "YA", "Ya.", "(ya)"[1:]])
def test_a_choice_is_read_by_its_place_or_its_label(text: str) -> None:
    assert read_choice(FORM.choices_of("i01a"), text) == "ya"


@pytest.mark.parametrize("text", ["", "0", "3", "y", "ya tidak", "."])
def test_what_is_no_choice_is_not_guessed_at(text: str) -> None:
    assert read_choice(FORM.choices_of("i01a"), text) == Misread("choice.unknown")


@given(st.sampled_from(FIELDS), ALMOST)
@example(next(one for one in FIELDS if one.type == "decimal"), "1,125")
def test_what_was_read_is_read_again_as_it_is_shown(one: object, text: str) -> None:
    """Numbers are shown with a comma; everything else as it is stored."""
    found = next(field for field in FIELDS if field is one)
    choices = FORM.choices_of(found.name)
    read = read_typed(found, choices, text)
    if isinstance(read, str):
        shown = read.replace(".", ",") if found.type in {"integer", "decimal"} else read
        assert read_typed(found, choices, shown) == read


@given(ALMOST)
def test_words_hold_nothing_that_cannot_be_seen(text: str) -> None:
    read = read_words(text)
    if isinstance(read, str):
        kinds = {unicodedata.category(one) for one in read if one != "\n"}
        assert not kinds & {"Cc", "Cf", "Cs"}
        assert all(line == " ".join(line.split()) for line in read.split("\n"))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(f"{day.day}-{day.month}-{day.year}") == day.isoformat()
    assert read_date(day.isoformat()) == day.isoformat()
