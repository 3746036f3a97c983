"""A sheet as people see it: rows with numbers, columns with letters, cells with text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

MOST_ROWS = 100_000
TOPMOST = 30
"""How far down the row with the columns' names is looked for; what is above are titles."""

MOST_BYTES = 10_000_000
WIDEST = 64  # columns; nobody's list of lokus has more that matter
_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Unfit:
    """A cell that holds something else than text or a whole number; `said` has the cure."""

    said: str


Cell = str | Unfit


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet, by the number Excel shows beside it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds; `notes` say what was guessed or left out on the way."""

    lines: Sequence[Line]
    notes: tuple[str, ...] = ()


def tidy(text: str) -> str:
    r"""One line without doubled blanks: cells are broken and indented for their looks.

    >>> tidy("  Puskesmas\n\u00a0Melati ")
    'Puskesmas Melati'
    """
    return _BLANKS.sub(" ", text).strip()


def letters(column: int) -> str:
    """The name Excel gives the column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(51), letters(52)
    ('A', 'Z', 'AA', 'AZ', 'BA')
    """
    left, last = divmod(column, 26)
    return (letters(left - 1) if left else "") + chr(ord("A") + last)


def line_of(number: int, cells: Sequence[Cell]) -> Line:
    """A row without the empty cells at its end."""
    empty = len(list(takewhile(lambda cell: not cell, reversed(cells))))
    return Line(number, tuple(cells[: len(cells) - empty]))


def filled(lines: Iterable[Line]) -> list[Line]:
    """Those that hold something, up to one more than we take."""
    return list(islice((line for line in lines if line.cells), MOST_ROWS + TOPMOST + 1))
