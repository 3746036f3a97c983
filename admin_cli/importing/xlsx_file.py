"""Excel's own files: looked into by the inspector first, then read as what the cells show."""

import asyncio
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from admin_cli.door import WrongUse
from admin_cli.importing.columns import heading_of
from admin_cli.importing.sheet import WIDEST, Cell, Line, Sheet, Unfit, filled, line_of, tidy

_CURES: Mapping[str, str] = {
    "unknown_type": "is neither .xlsx nor .csv: open it and save it as .xlsx",
    "not_accepted": "is neither .xlsx nor .csv: open it and save it as .xlsx",
    "old_office": "is of the Excel before 2007: open it and save it as .xlsx",
    "encrypted": "has a password: save a copy without one",
    "macro": "holds macros: save it as .xlsx, without macros",
    "active": "holds something that runs or fetches by itself: save only the sheet as .xlsx",
    "bomb": "is far larger inside than outside: copy the rows into the template",
}
_NOT_WHOLE = "is damaged or not whole: open it in Excel and save it again"
_A_DATE = "Excel made a date of this: format the column as text and type it again"
_AN_ERROR = "the formula ends in an error: type the value"
_NO_TEXT = "this is no text: type it as text"
_LAST_ROW = 1_048_576  # of any sheet
_ZEROS = re.compile(r"0+")
_TIMES = (date, datetime, time, timedelta)


def read_xlsx(path: Path, content: bytes) -> Sheet:
    """The first sheet that names our columns, else the first; raises WrongUse."""
    _look_into(path)
    try:
        sheets = list(_sheets(content))
    except Exception as error:  # openpyxl lists no errors of its own
        raise WrongUse(f"{path.name} {_NOT_WHOLE}", "import.file") from error
    named = [(name, lines) for name, lines in sheets if heading_of(lines)]
    name, lines = (named or sheets)[0]
    note = f"only the sheet {name!r} was read" if len(named) > 1 else ""
    return Sheet(lines, (note,) if note else ())


def _look_into(path: Path) -> None:
    """The same judge as for evidence: bombs, macros and passwords do not come this far."""
    from bot.inspection.inspector import inspect
    from bot.inspection.verdict import Refused

    verdict = asyncio.run(inspect(path, accept={"xlsx"}))
    if isinstance(verdict, Refused):
        raise WrongUse(f"{path.name} {_CURES.get(verdict.reason, _NOT_WHOLE)}", "import.file")


def _sheets(content: bytes) -> Iterator[tuple[str, list[Line]]]:
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what other programs say of a sheet's size is often wrong
        rows = enumerate(islice(sheet.iter_rows(max_col=WIDEST), _LAST_ROW), start=1)
        yield sheet.title, filled(_line(number, row) for number, row in rows)


def _line(number: int, row: tuple[Any, ...]) -> Line:
    return line_of(number, [_cell(one.value, one.data_type, one) for one in row])


def _cell(value: object, kind: str, cell: Any) -> Cell:  # noqa: ANN401 - openpyxl has no types
    """What the cell shows: a code typed as a number is that number without a decimal point."""
    match value:
        case None:
            return ""
        case str():
            return Unfit(f"{value}: {_AN_ERROR}") if kind == "e" else tidy(value)
        case int() | float() if not isinstance(value, bool) and value == int(value):
            return _padded(int(value), cell.number_format)
    return Unfit(_A_DATE if isinstance(value, _TIMES) else _NO_TEXT)


def _padded(value: int, number_format: str) -> str:
    """Where the column shows 007, 007 is meant.

    >>> _padded(7, "000"), _padded(7, "General")
    ('007', '7')
    """
    digits = len(number_format) if _ZEROS.fullmatch(number_format) else 0
    return str(value).zfill(digits)
