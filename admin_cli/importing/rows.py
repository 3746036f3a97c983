"""What each row asks for, or everything that is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from admin_cli.codes import INDONESIAN, code_of, name_of, zone_of
from admin_cli.door import WrongUse
from admin_cli.importing.columns import Column, Heading, require_heading
from admin_cli.importing.sheet import MOST_ROWS, Line, Sheet, Unfit, letters

EXAMPLES = ("contoh-1", "contoh-2")
"""Codes of the template's examples, which people leave standing."""

_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Problem:
    """`cell` is its name in Excel, such as B7; `said` is the cause and, after it, the cure."""

    cell: str
    row: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row: empty texts were left out. `places` says where each column is."""

    row: int
    places: Mapping[Column, int] = field(repr=False)
    code: str
    name: str
    instansi: str
    instansi_name: str = ""
    timezone: str = ""

    def problem(self, column: Column, said: str) -> Problem:
        """Something wrong with one cell of this row."""
        return _problem(self.row, self.places, column, said)


@dataclass(slots=True)
class Asked:
    """All rows of a sheet."""

    wanted: list[Wanted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def asked(sheet: Sheet, instansi: str = "") -> Asked:
    """Raises WrongUse where no row can be read; `instansi` is that of rows that name none."""
    heading = require_heading(sheet.lines)
    if "kode instansi" not in heading.places and not instansi:
        said = "there is no column 'kode instansi': add it, or say --instansi CODE for all rows"
        raise WrongUse(said, "import.columns")
    below = [line for line in sheet.lines if line.number > heading.row]
    _require_some(len(below))
    found = Asked(notes=[*sheet.notes, *_of_heading(heading)])
    for line in below:
        _read(line, heading, instansi, found)
    return found


def _require_some(rows: int) -> None:
    if not rows:
        said = "there is no row below the columns' names: put one lokus on each row"
        raise WrongUse(said, "import.rows")
    if rows > MOST_ROWS:
        said = f"there are more than {MOST_ROWS} rows: cut the file into several"
        raise WrongUse(said, "import.rows")


def _of_heading(heading: Heading) -> Iterator[str]:
    if heading.unused:
        yield f"not used: {', '.join(map(repr, heading.unused))}"


def _read(line: Line, heading: Heading, instansi: str, found: Asked) -> None:
    """Every cell is looked at, so that all its problems are known at once."""
    cells = _Cells(line, heading.places)
    if cells.text("kode") in EXAMPLES:
        found.notes.append(f"row {line.number} is an example of the template: left out")
        return
    code = cells.read("kode", code_of)
    name = cells.read("nama", name_of)
    owner = cells.read("kode instansi", code_of, instansi)
    called = cells.read("nama instansi", _optional(name_of))
    zone = cells.read("zona waktu", _optional(_zone))
    if cells.problems:
        found.problems += cells.problems
    else:
        row = Wanted(line.number, heading.places, code, name, owner, called, zone)
        found.wanted.append(row)


class _Cells:
    """The cells of one row, read one after the other."""

    def __init__(self, line: Line, places: Mapping[Column, int]) -> None:
        self._line, self._places = line, places
        self.problems: list[Problem] = []

    def text(self, column: Column) -> str | Unfit:
        """Empty for a column the sheet does not have, too."""
        at = self._places.get(column, len(self._line.cells))
        return self._line.cells[at] if at < len(self._line.cells) else ""

    def read(self, column: Column, judge: Callable[[str], str], usual: str = "") -> str:
        """The value, or one more problem."""
        try:
            return judge(self._plain(column) or usual)
        except WrongUse as error:
            said = str(error)
            self.problems.append(_problem(self._line.number, self._places, column, said))
            return ""

    def _plain(self, column: Column) -> str:
        cell = self.text(column)
        if isinstance(cell, Unfit):
            raise WrongUse(cell.said)
        return cell


def _optional(judge: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: judge(text) if text else ""


def _zone(text: str) -> str:
    """In Indonesia a time zone is WIB, WITA or WIT."""
    return zone_of(INDONESIAN.get(text.upper(), text))


def _problem(row: int, places: Mapping[Column, int], column: Column, said: str) -> Problem:
    at = places.get(column)
    return Problem(f"{'' if at is None else letters(at)}{row}", row, column, _shortened(said))


def _shortened(said: str) -> str:
    """Whole sheets have been pasted into a cell; the cure stands at the end."""
    return (
        said if len(said) <= _LONGEST else f"{said[: _LONGEST // 3]} ... {said[-_LONGEST // 2 :]}"
    )
