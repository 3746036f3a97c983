"""Values of the database as JSON holds them, and back, whatever kind of database either is."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime

import sqlalchemy as sa

Cell = str | int | float | bool | None
_READERS: dict[type, Callable[[str], object]] = {
    bytes: lambda text: b64decode(text, validate=True),
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def cell_of(value: object) -> Cell:
    """As JSON holds it.

    >>> cell_of(date(2026, 11, 22)), cell_of(b"pepper"), cell_of(None)
    ('2026-11-22', 'cGVwcGVy', None)
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes():
            return b64encode(value).decode()
        case date():
            return value.isoformat()
    raise TypeError(f"no backup holds a {type(value).__name__} yet")


def reader_of(column: sa.Column[object]) -> Callable[[Cell], object]:
    """What turns a cell into what the driver of this column takes."""
    read = _READERS.get(column.type.python_type)
    if read is None:
        return lambda cell: cell
    return lambda cell: None if cell is None else read(str(cell))
