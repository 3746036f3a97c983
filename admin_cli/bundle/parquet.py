"""The tables as Parquet, for those who ask for it: made from the CSV files, a block at a time."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from admin_cli.bundle.columns import Table
from admin_cli.door import WrongUse

_BLOCK = 1 << 22
_TYPES = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool_",
    "date": "date32",
}


def library(name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    """A module of pyarrow, which is not installed for everybody; raises WrongUse with the cure."""
    try:
        return import_module(f"pyarrow{name}")
    except ImportError:
        cure = "run `pip install suaraloket[parquet]`, or export CSV"
        raise WrongUse(f"Parquet needs the package pyarrow: {cure}", "parquet.missing") from None


def to_parquet(folder: Path, table: Table) -> None:
    """Turn `data/NAME.csv` into `data/NAME.parquet`; not compressed, as docs/adr/0009 has it."""
    source, types = folder / table.path, _types(table)
    reading, writing = library(".csv"), library(".parquet")
    options = {
        "read_options": reading.ReadOptions(use_threads=False, block_size=_BLOCK),
        "parse_options": reading.ParseOptions(newlines_in_values=True),
        "convert_options": reading.ConvertOptions(
            column_types=types, strings_can_be_null=True, null_values=[""]
        ),
    }
    target = folder / table.path_as("parquet")
    with (
        reading.open_csv(source, **options) as blocks,
        writing.ParquetWriter(target, blocks.schema, compression="none") as writer,
    ):
        for block in blocks:
            writer.write_batch(block)
    source.unlink()


def _types(table: Table) -> Mapping[str, object]:
    arrow = library("")
    return {one["name"]: getattr(arrow, _TYPES[one["type"]])() for one in table.fields}
