"""What people type as a number, a date or a text, brought into the form it is stored in."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey_flows.instrument import Choice, Field

MisreadCode = Literal[
    "number.unreadable",
    "number.not_whole",
    "date.unreadable",
    "text.empty",
    "text.too_long",
    "choice.unknown",
]


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a text cannot be an answer: a value, never an exception."""

    code: MisreadCode


LONGEST = 1000
"""Characters of a typed text: it must be readable again on a small screen."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_NUMBER = re.compile(r"[0-9]{1,9}([.,][0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}|[a-z]+) ?[-/. ] ?([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEARS = range(1900, 2101)  # beyond them it is a slip of the thumb
_UNSEEN = {"Cc", "Cf", "Cs"}
_SPELT = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_MONTHS = {spelt: number for number, spelt in enumerate(_SPELT, start=1)}
_MONTHS |= {"peb": 2, "agt": 8, "ags": 8, "nop": 11}


def read_typed(field: Field, choices: tuple[Choice, ...], text: str) -> str | Misread:
    """The stored form of a typed answer, or why it cannot be one.

    Stored numbers have a point and no superfluous zeros, dates are ISO 8601.
    """
    match field.type:
        case "integer":
            return read_whole(text)
        case "decimal":
            return read_number(text)
        case "date":
            return read_date(text)
        case "text":
            return read_words(text)
        case _:
            return read_choice(choices, text)


def read_whole(text: str) -> str | Misread:
    """A count.

    >>> read_whole(" 12 "), read_whole("1.250"), read_whole("3,5")
    ('12', '1250', Misread(code='number.not_whole'))
    """
    number = read_number(text)
    if isinstance(number, Misread):
        return number
    return Misread("number.not_whole") if "." in number else number


def read_number(text: str) -> str | Misread:
    """A number with a comma or a point; points between threes of digits only group them.

    >>> read_number("87,50"), read_number("88%"), read_number("1.250"), read_number("-3")
    ('87.5', '88', '1250', Misread(code='number.unreadable'))
    """
    written = text.strip().removesuffix("%").strip()
    if _GROUPED.fullmatch(written):
        written = written.replace(".", "")
    if not _NUMBER.fullmatch(written):
        return Misread("number.unreadable")
    whole, _, rest = written.replace(",", ".").partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole)}.{rest}" if rest else str(int(whole))


def read_date(text: str) -> str | Misread:
    """A day, as Indonesians write it or as ISO.

    >>> read_date("1/2/2023"), read_date("17 Agustus 2021"), read_date("2022-12-31")
    ('2023-02-01', '2021-08-17', '2022-12-31')
    >>> read_date("31-02-2023")
    Misread(code='date.unreadable')
    """
    written = " ".join(text.casefold().split())
    if found := _ISO.fullmatch(written):
        year, month, day = found.groups()
    elif found := _DATE.fullmatch(written):
        day, month, year = found.groups()
    else:
        return Misread("date.unreadable")
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    try:
        read = date(int(year), number, int(day))
    except ValueError:
        return Misread("date.unreadable")
    return read.isoformat() if read.year in _YEARS else Misread("date.unreadable")


def read_words(text: str) -> str | Misread:
    r"""A few words or lines; what cannot be seen is left out.

    >>> read_words("  Antrean \u202eonline \n\n\n lewat  WA ")
    'Antrean online\nlewat WA'
    """
    lines = ("".join(map(_shown, line)).split() for line in text.split("\n"))
    kept = "\n".join(" ".join(words) for words in lines if words)
    if not kept:
        return Misread("text.empty")
    return kept if len(kept) <= LONGEST else Misread("text.too_long")


def read_choice(choices: tuple[Choice, ...], text: str) -> str | Misread:
    """A choice by its place in the list, or by its label."""
    written = text.strip().rstrip(".)").casefold()
    for number, choice in enumerate(choices, start=1):
        if written in {str(number), choice.label.casefold(), choice.name.casefold()}:
            return choice.name
    return Misread("choice.unknown")


def _shown(letter: str) -> str:
    return " " if unicodedata.category(letter) in _UNSEEN else letter
