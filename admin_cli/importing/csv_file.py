"""CSV as Excel and others write it: three separators, four encodings, and no word on which."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from admin_cli.door import WrongUse
from admin_cli.importing.columns import width
from admin_cli.importing.sheet import TOPMOST, WIDEST, Line, Sheet, filled, line_of, tidy

_SEPARATORS = (";", ",", "\t")
_ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAID = re.compile(r"sep=(.)\r?\n")
_GUESSED = "the file is not UTF-8 and was read as Windows-1252: look at names with special letters"


def read_csv(content: bytes) -> Sheet:
    """Raises WrongUse."""
    text, notes = _decoded(content)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else max(_SEPARATORS, key=lambda one: width(_top(text, one)))
    try:
        lines = filled(_lines(text, separator))
    except csv.Error as error:
        raise WrongUse(
            f"the file is no proper CSV ({error}): save it again", "import.file"
        ) from error
    return Sheet(lines, notes)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _ENCODINGS.items():
        if content.startswith(mark):
            return _strictly(content, encoding), ()
    try:
        return _plain(content.decode()), ()
    except UnicodeDecodeError:
        return _strictly(content, "cp1252"), (_GUESSED,)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return _plain(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise WrongUse(_no_text(), "import.file") from error


def _plain(text: str) -> str:
    if "\0" in text:
        raise WrongUse(_no_text(), "import.file")
    return text


def _no_text() -> str:
    return "the file is neither .xlsx nor readable text: save it as .xlsx, or as CSV UTF-8"


def _top(text: str, separator: str) -> list[Line]:
    try:
        return list(islice(_lines(text, separator), TOPMOST))
    except csv.Error:
        return []


def _lines(text: str, separator: str) -> Iterator[Line]:
    """Numbered as Excel shows them: a cell of several lines is still one row."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, row in enumerate(rows, start=1):
        yield line_of(number, [tidy(cell) for cell in row[:WIDEST]])
