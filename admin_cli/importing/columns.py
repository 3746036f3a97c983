"""Which column is which: people name them in their own way, and write titles above them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from admin_cli.door import WrongUse
from admin_cli.importing.sheet import TOPMOST, Cell, Line, Unfit, letters

Column = Literal["kode", "nama", "kode instansi", "nama instansi", "zona waktu"]
REQUIRED: tuple[Column, ...] = ("kode", "nama")

_NAMES: Mapping[Column, str] = {
    "kode": "kode kodelokus kodeunit kodeupp kodeloket kodeunitlayanan kodelayanan id idlokus "
    "code lokuscode",
    "nama": "nama namalokus lokus namaunit unit namaunitlayanan unitlayanan unitpelayanan "
    "namaunitpelayanan namaupp upp namaloket namalayanan name lokusname",
    "kode instansi": "kodeinstansi instansi idinstansi kodeopd opd kodepemda pemda instansicode "
    "agency agencycode institution institutioncode",
    "nama instansi": "namainstansi namaopd namapemda instansiname agencyname institutionname",
    "zona waktu": "zonawaktu zona timezone tz wilayahwaktu",
}
_KNOWN: Mapping[str, tuple[Column, int]] = {
    name: (one, rank) for one, names in _NAMES.items() for rank, name in enumerate(names.split())
}
"""The column, and how far the name is from its first: beside `kode`, an `id` is something else."""

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that names the columns, and where each of ours is, counted from 0."""

    row: int
    places: Mapping[Column, int]
    unused: tuple[str, ...] = ()


def column_of(cell: Cell) -> Column | None:
    """The column a heading means, however it is written.

    >>> column_of("KODE_Lokus (wajib)*"), column_of("Nama  Unit Layanan"), column_of("Alamat")
    ('kode', 'nama', None)
    """
    found = _KNOWN.get(_bare(cell))
    return found[0] if found else None


def _bare(cell: Cell) -> str:
    if isinstance(cell, Unfit):
        return ""
    return "".join(filter(str.isalnum, _BRACKETS.sub("", cell.casefold())))


def heading_of(lines: Sequence[Line]) -> Heading | None:
    """The first row with all we need."""
    candidates = (line for line in islice(lines, TOPMOST) if set(REQUIRED) <= set(_found(line)))
    return next(map(_heading, candidates), None)


def require_heading(lines: Sequence[Line]) -> Heading:
    """Raises WrongUse, with the names that were found instead."""
    heading = heading_of(lines)
    if heading is None:
        best = max(islice(lines, TOPMOST), key=lambda line: len(set(_found(line))), default=None)
        raise WrongUse(_missing(best), "import.columns")
    return heading


def width(lines: Sequence[Line]) -> int:
    """How many of our columns a row at the top names: the right separator names the most."""
    return max((len(set(_found(line))) for line in islice(lines, TOPMOST)), default=0)


def _found(line: Line) -> Iterator[Column]:
    return filter(None, map(column_of, line.cells))


def _heading(line: Line) -> Heading:
    named: dict[Column, list[tuple[int, int]]] = {}
    for at, cell in enumerate(line.cells):
        if known := _KNOWN.get(_bare(cell)):
            named.setdefault(known[0], []).append((known[1], at))
    places = {column: _nearest(column, sorted(found), line) for column, found in named.items()}
    unused = (str(cell) for at, cell in enumerate(line.cells) if at not in places.values())
    return Heading(line.number, places, tuple(filter(None, unused)))


def _nearest(column: Column, found: list[tuple[int, int]], line: Line) -> int:
    """The cell with the best name; two of the same name are for people to settle."""
    (rank, at), *others = found
    if others and others[0][0] == rank:
        first, second = (f"{letters(one)}{line.number}" for one in (at, others[0][1]))
        said = f"{first} and {second} both name the column {column!r}: rename or delete one"
        raise WrongUse(said, "import.columns")
    return at


def _missing(best: Line | None) -> str:
    found = set(_found(best)) if best else set()
    wanted = " and ".join(repr(one) for one in REQUIRED if one not in found)
    looked = f"no row among the first {TOPMOST} names the column {wanted}"
    if best and found:
        looked = f"row {best.number} names no column {wanted}"
    return f"{looked}: name it so, or begin with `loket lokus import --template`"
