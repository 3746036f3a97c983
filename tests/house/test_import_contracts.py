"""Each import contract has been seen to fail: a bad import is planted in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, pyproject

LAYERS = "Layers: edge and CLI above storage above the engine"
PURE = "The engine is pure: no clock, chance, log, network, database"
SQL = "No SQL outside storage"
FAKE = "The simulator knows nothing of the bot"
DEMO = "Only the demo knows the simulator"

PLANTED = [
    (LAYERS, "survey_flows", "storage"),
    (LAYERS, "storage", "bot"),
    (LAYERS, "bot", "admin_cli"),
    (PURE, "survey_flows", "sqlalchemy"),
    (PURE, "survey_flows", "random"),
    (SQL, "bot", "sqlalchemy"),
    (SQL, "admin_cli", "sqlite3"),
    (FAKE, "bot.simulator", "aiogram"),
    (FAKE, "bot.simulator", "survey_flows"),
    (DEMO, "bot", "bot.simulator"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages' Python files and the contracts, where a test may spoil them."""
    only_python = shutil.ignore_patterns("__pycache__", "*.toml", "page", "*.json", "*.mako")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """What `lint-imports` says of the tree."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("contract", "place", "imported"), PLANTED)
def test_a_bad_import_breaks_its_contract(
    copy: Path, contract: str, place: str, imported: str
) -> None:
    (copy / place.replace(".", "/") / "planted.py").write_text(f"import {imported}\n")
    said = lint(copy)
    assert f"{contract} BROKEN" in said.stdout
    assert said.returncode == 1


def test_the_tree_keeps_every_contract(copy: Path) -> None:
    said = lint(copy)
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count(" KEPT") == len(contracts())


def test_every_contract_has_a_planted_violation() -> None:
    assert contracts() == {contract for contract, _, _ in PLANTED}


def contracts() -> set[str]:
    """The names in pyproject.toml."""
    return {contract["name"] for contract in pyproject()["tool"]["importlinter"]["contracts"]}
