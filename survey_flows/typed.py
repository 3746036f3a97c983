"""What people type as a number, a date or a text, brought into the form it is stored in."""

import re
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

_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_NUMBER = re.compile(r"[0-9]{1,9}([.,][0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2}|[a-z]+)[-/. ]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNSEEN = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")


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
    if _THOUSANDS.fullmatch(written):
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
    written = text.strip().casefold()
    if found := _ISO.fullmatch(written):
        year, month, day = found.groups()
    elif found := _DATE.fullmatch(written):
        day, month, year = found.groups()
    else:
        return Misread("date.unreadable")
    if not month.isdigit():
        month = str(_MONTHS.index(month[:3]) + 1) if month[:3] in _MONTHS else "0"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return Misread("date.unreadable")


def read_words(text: str) -> str | Misread:
    r"""A few words or lines; what cannot be seen is left out.

    >>> read_words("  Antrean \u202eonline \n\n\n lewat  WA ")
    'Antrean online\nlewat WA'
    """
    lines = (_UNSEEN.sub(" ", line).strip() for line in text.split("\n"))
    kept = "\n".join(re.sub(" +", " ", line) for line in lines if line)
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
