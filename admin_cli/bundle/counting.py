"""What is in a table of a bundle, read row by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from zipfile import ZipFile

from admin_cli.bundle.parquet import library


class Unreadable(Exception):
    """A table that is not what its name says."""


def heads_and_rows(archive: ZipFile, path: str) -> tuple[Sequence[str], int]:
    """The names of the columns, and how many rows there are; raises Unreadable."""
    if path not in archive.namelist():
        raise Unreadable("it is missing")
    with _translated():
        return (_in_parquet if path.endswith(".parquet") else _in_csv)(archive, path)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _in_csv(archive: ZipFile, path: str) -> tuple[Sequence[str], int]:
    with (
        archive.open(path) as member,
        io.TextIOWrapper(member, encoding="utf-8", newline="") as text,
    ):
        reader = csv.reader(text, strict=True)
        heads = next(reader, [])
        return heads, sum(1 for _ in reader)


def _in_parquet(archive: ZipFile, path: str) -> tuple[Sequence[str], int]:
    with archive.open(path) as member, library(".parquet").ParquetFile(member) as table:
        return table.schema_arrow.names, table.metadata.num_rows
