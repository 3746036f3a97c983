"""The engine waits for nobody and looks at nothing: what import-linter cannot see of that."""

import ast
from pathlib import Path

import pytest

from scripts.sizes import ROOT, python_files

ENGINE = python_files("survey_flows")
OPENS_FILES = "catalog.py"
ASYNC = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}
LOOKING = {"now", "today", "utcnow", "uuid1", "uuid4", "urandom", "token_bytes", "getenv", "print"}


def calls(tree: ast.AST) -> set[str]:
    """The last names of everything called: `open`, `path.read_text`."""
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in found
        if isinstance(one, ast.Attribute | ast.Name)
    }


def slips(path: Path, source: str) -> list[str]:
    """Everything in a file that an engine may not do."""
    tree = ast.parse(source)
    waits = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, ASYNC)]
    refused = LOOKING if path.name == OPENS_FILES else LOOKING | OPENING
    return waits + sorted(calls(tree) & refused)


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_engine_neither_waits_nor_looks_around(path: Path) -> None:
    assert slips(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "slip"),
    [
        ("async def ask(): ...", "AsyncFunctionDef"),
        ("async def ask():\n    await reply", "Await"),
        ("from datetime import datetime\nnow = datetime.now()", "now"),
        ("from pathlib import Path\nPath('f').read_text()", "read_text"),
        ("open('f')", "open"),
    ],
)
def test_each_slip_is_seen(source: str, slip: str) -> None:
    assert slip in slips(Path("engine.py"), source)


def test_only_the_catalog_opens_files() -> None:
    source = "from pathlib import Path\nPath('f').read_text()"
    assert slips(Path(OPENS_FILES), source) == []
