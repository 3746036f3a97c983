"""`python -m tests.benchmarks`: measure everything, print tables, write figures as JSON.

`make bench BENCH_ARGS=--write` also puts the tables into docs/performance.md, which says what
is measured and how. On a machine that does other work, only ratios and CPU mean something.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import checking, evidence, export, start_up
from tests.benchmarks.children import ROOT
from tests.benchmarks.durable_postgres import durable_postgres
from tests.benchmarks.machine import machine, said
from tests.benchmarks.programs import CONTENDERS
from tests.benchmarks.rounds import CROWDS, Plan, measure
from tests.benchmarks.tables import rewrite, taps_table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE = ROOT / "docs" / "performance.md"
Part = tuple[Sequence["DataclassInstance"], str]


def main(words: Sequence[str] | None = None) -> int:
    """The tables on stdout, how far it is on stderr."""
    given = _arguments(words)
    figures: dict[str, object] = {"machine": machine()}
    about = said(machine())
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # a database server under another account passes through
        for part in given.parts:
            every, text = PARTS[part](given, folder)
            figures[part] = [asdict(one) for one in every]
            page = f"{about}\n\n{text}"
            sys.stdout.write(f"## {part}\n\n{page}\n")
            sys.stdout.flush()
            if given.write:
                rewrite(PAGE, part, page)
    given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _taps(given: argparse.Namespace, folder: Path) -> Part:
    wanted = [one for one in CONTENDERS if given.only in one.name]
    plan = Plan(wanted, given.people, given.rounds, given.seconds)
    with ExitStack() as stack:
        is_asked = any("PostgreSQL" in one.keeps for one in wanted)
        url = stack.enter_context(durable_postgres(folder / "postgres")) if is_asked else ""
        every = asyncio.run(measure(plan, folder, url, _say))
    return every, taps_table(every)


def _export(given: argparse.Namespace, folder: Path) -> Part:
    every = [
        one
        for size in given.responses
        for one in export.measure(size, folder / f"export-{size}", _say)
    ]
    return every, export.export_table(every)


def _evidence(given: argparse.Namespace, folder: Path) -> Part:
    every = evidence.measure(given.files, folder / "evidence")
    return every, evidence.evidence_table(every)


def _start(_given: argparse.Namespace, folder: Path) -> Part:
    every = start_up.measure(folder / "start")
    return every, start_up.start_table(every)


def _ledger(given: argparse.Namespace, folder: Path) -> Part:
    every = [
        one for size in given.responses for one in checking.measure(size, folder / f"ledger-{size}")
    ]
    return every, checking.check_table(every)


PARTS: dict[str, Callable[[argparse.Namespace, Path], Part]] = {
    "taps": _taps,
    "export": _export,
    "evidence": _evidence,
    "start": _start,
    "ledger": _ledger,
}


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all of them if none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of tapping, in each round")
    parser.add_argument("--people", type=int, nargs="+", default=CROWDS)
    parser.add_argument("--only", default="", help="contenders with this in their name")
    parser.add_argument("--responses", type=int, nargs="+", default=[100_000])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"))
    parser.add_argument("--write", action="store_true", help="put the tables into the page")
    given = parser.parse_args(words)
    given.parts = given.parts or list(PARTS)
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return given


if __name__ == "__main__":
    sys.exit(main())
