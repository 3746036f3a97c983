"""`loket export week --format parquet`: the same tables, with their types."""

import csv
import importlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from admin_cli.bundle import parquet
from admin_cli.bundle.making import tables
from tests.admin_cli.bundles import SENT, WEEK, exported, member, package, rows
from tests.admin_cli.conftest import Desk
from tests.admin_cli.test_export_f01 import furnished

AS_PARQUET = ("--format", "parquet")
TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}


def read(bundle: Path, name: str) -> list[dict[str, Any]]:
    content = io.BytesIO(member(bundle, f"data/{name}.parquet"))
    found: list[dict[str, Any]] = (
        importlib.import_module("pyarrow.parquet").read_table(content).to_pylist()
    )
    return found


def text(value: object) -> str:
    """A cell as CSV has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_parquet_says_what_csv_says_with_types(desk: Desk) -> None:
    furnished(desk)
    desk.receives(SENT)
    plain, typed = exported(desk, WEEK), exported(desk, WEEK, *AS_PARQUET)
    assert typed.name == "pekppp_2026-W47_parquet.zip"
    for table in tables():
        found = read(typed, table.name)
        kinds = {one["name"]: one["type"] for one in table.fields}
        numbers = {name for name, kind in kinds.items() if kind == "number"}
        cells = [{name: text(cell) for name, cell in row.items()} for row in found]
        wanted = rows(plain, table.name)
        assert [without(row, numbers) for row in cells] == [without(row, numbers) for row in wanted]
        for row, same in zip(found, wanted, strict=True):
            assert all(row[name] == float(same[name]) for name in numbers if same[name])
            for name, cell in row.items():
                assert cell is None or type(cell) is TYPES[kinds[name]], (table.name, name)
    assert len(read(typed, "f01_answers")) > 20


def without(row: dict[str, str], names: set[str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name not in names}


def test_the_same_week_gives_the_same_parquet_and_it_is_sound(quiet: Desk) -> None:
    quiet.receives(SENT)
    first = exported(quiet, WEEK, *AS_PARQUET, "--out", "first")
    again = exported(quiet, WEEK, *AS_PARQUET, "--out", "again")
    assert first.read_bytes() == again.read_bytes()
    found = quiet.json("export", "verify", first)
    assert (found["rows"]["f03_responses"], found["ok"]) == (4, True)
    described = {one["path"]: one["format"] for one in package(first)["resources"]}
    assert described == {f"data/{table.name}.parquet": "parquet" for table in tables()}


def test_a_file_of_many_blocks_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tables()[0]
    (tmp_path / "data").mkdir()
    with (tmp_path / table.path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.heads)
        writer.writerows([f"{one:05}", 'a "b"\nc', "x", "y", ""] for one in range(5000))
    monkeypatch.setattr(parquet, "_BLOCK", 1 << 14)
    parquet.to_parquet(tmp_path, table)
    found = importlib.import_module("pyarrow.parquet").ParquetFile(tmp_path / "data/lokus.parquet")
    assert found.metadata.num_row_groups > 5
    content = found.read().to_pylist()
    assert [one["lokus"] for one in content] == [f"{one:05}" for one in range(5000)]
    assert (content[0]["name"], content[0]["timezone"]) == ('a "b"\nc', None)


def test_without_pyarrow_the_cure_is_named(quiet: Desk) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    quiet.monkeypatch.setattr(parquet, "import_module", missing)
    said = quiet.refused("export", "week", WEEK, *AS_PARQUET)
    assert "run `pip install suaraloket[parquet]`" in said
    assert not list(quiet.folder.glob("pekppp*"))
    assert quiet.json("export", "week", WEEK)["complete"] is True
