"""How long our files and functions are: `python -m scripts.sizes` prints the table."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
CODE = ("bot", "survey_flows", "storage", "admin_cli", "scripts", "auditor")
TESTS = ("tests",)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str, root: Path = ROOT) -> list[Path]:
    """Every Python file of these top-level folders, sorted."""
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


def lines_of(path: Path) -> int:
    """All lines, blank ones too."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and length from `def` to its last line, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def spread(sizes: Iterable[int]) -> str:
    """`median / 90th percentile / longest`.

    >>> spread([1, 2, 3])
    '2 / 3 / 3'
    >>> spread([])
    '0 / 0 / 0'
    """
    known = sorted(sizes) or [0]
    ninetieth = quantiles(known * 2, n=10, method="inclusive")[-1]
    return f"{median(known):.0f} / {ninetieth:.0f} / {known[-1]}"


def row(name: str, files: list[Path]) -> str:
    """One line of the table."""
    lengths = [lines_of(path) for path in files]
    functions = [size for path in files for _, size in functions_of(path)]
    return f"{name:<14}{len(files):>6}{sum(lengths):>8}  {spread(lengths):<18}{spread(functions)}"


def table() -> str:
    """The whole report."""
    code, tests = python_files(*CODE), python_files(*TESTS)
    ratio = sum(map(lines_of, tests)) / max(1, sum(map(lines_of, code)))
    return "\n".join(
        [
            f"{'':<14}{'files':>6}{'lines':>8}  {'lines per file':<18}lines per function",
            f"{'':<14}{'':>6}{'':>8}  {'med / p90 / max':<18}med / p90 / max",
            *(row(folder, python_files(folder)) for folder in CODE),
            row("all code", code),
            row("tests", tests),
            f"test lines per code line: {ratio:.2f}",
        ]
    )


if __name__ == "__main__":
    print(table())
