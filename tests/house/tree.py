"""What the house rules look at: the tracked files, and the settings in pyproject.toml."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "survey_flows", "storage", "admin_cli")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Files git tracks or would track, with one of these suffixes; all of them without any."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / line for line in said.splitlines())
    return tuple(p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes))


@cache
def pyproject() -> dict[str, Any]:
    """The settings of the project."""
    return tomllib.loads(text("pyproject.toml"))


def text(path: str | Path) -> str:
    """A file of the tree, by its path from the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def inside(path: Path, *folders: str) -> bool:
    """Whether the file is in one of these top-level folders."""
    return path.relative_to(ROOT).parts[0] in folders


def shown(path: Path) -> str:
    """The path as people say it."""
    return path.relative_to(ROOT).as_posix()
