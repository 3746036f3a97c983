"""DuckDB and pandas read every table with its types, by the lines the contract page gives."""

import re
import runpy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage.database import Connection
from storage.places import add_lokus
from tests.admin_cli.bundles import SENT, WEEK, exported, package, rows, unpacked
from tests.admin_cli.conftest import Desk
from tests.admin_cli.test_export_f01 import furnished
from tests.admin_cli.test_export_parquet import TYPES, text

PAGE = Path(__file__).parents[2] / "docs" / "scoring-contract.md"
MISLEADING = ("NA", "null", "007", "1e5", "true", "2026-11-16", 'a "b",\nc')
Cells = list[dict[str, Any]]


def of_duckdb(table: Any) -> Cells:  # noqa: ANN401 - a relation of DuckDB's
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def of_pandas(table: Any) -> Cells:  # noqa: ANN401 - pandas' frame
    cells: Cells = table.astype(object).where(table.notna(), None).to_dict("records")
    return cells


READERS = {"duckdb": of_duckdb, "pandas": of_pandas}


def snippet(name: str) -> str:
    found: list[str] = re.findall(
        r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    return next(one for one in found if f"import {name}\n" in one)


def lookalike(desk: Desk) -> Desk:
    """A week with every table filled, and names that look like something else."""

    async def work(connection: Connection) -> None:
        for at, name in enumerate(MISLEADING):
            await add_lokus(connection, f"00{at}", name, "timur")

    furnished(desk)
    desk.store(work)
    desk.receives(SENT)
    return desk


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_reader_finds_the_types_that_are_declared(kind: str, desk: Desk, tmp_path: Path) -> None:
    plain = exported(lookalike(desk), WEEK, "--no-summary")
    bundle = exported(desk, WEEK, "--no-summary", "--format", kind, "--out", kind)
    desk.monkeypatch.chdir(unpacked(bundle))
    for reader, cells_of in READERS.items():
        file = tmp_path / f"by_{reader}.py"
        file.write_text(snippet(reader))
        tables = runpy.run_path(str(file))["tables"]
        resources = package(bundle)["resources"]
        assert list(tables) == [one["name"] for one in resources]
        for one in resources:
            types = {field["name"]: TYPES[field["type"]] for field in one["schema"]["fields"]}
            found = cells_of(tables[one["name"]])
            check(found, types)
            assert written(found, types) == written(rows(plain, one["name"]), types)


def check(found: Cells, types: Mapping[str, type]) -> None:
    for row in found:
        assert list(row) == list(types)
        wrong = {name: cell for name, cell in row.items() if not is_of(cell, types[name])}
        assert wrong == {}


def is_of(cell: object, kind: type) -> bool:
    """True is no integer here, a moment no day, and an empty cell no text."""
    return cell is None or (type(cell) is kind and cell != "")


def written(cells: Iterable[Mapping[str, Any]], types: Mapping[str, type]) -> list[list[str]]:
    """Each row as CSV has it; a number has many spellings there."""
    return [
        [text(cell and float(cell)) if types[name] is float else text(cell) for name, cell in pairs]
        for pairs in (row.items() for row in cells)
    ]
