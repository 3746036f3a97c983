"""Sheets of text as an .xlsx file: the same sheets give the same bytes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

Sheets = Mapping[str, Sequence[Sequence[str]]]

# The file says when it was made; a fixed day keeps a repeated export identical.
MADE = datetime(2000, 1, 1, tzinfo=UTC)


def content(sheets: Sheets) -> bytes:
    """Every cell is text, also one that looks like a number or a formula."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for column, text in enumerate(row):
                    page.write_string(at, column, text)
    return made.getvalue()
