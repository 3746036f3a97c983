"""How a promise is tried: by a campaign that prints what it counted, or by tests of the suite."""

import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.conftest import MEMORY, in_memory
from tests.faults import lean

ROOT = Path(__file__).parents[3]
Size = Literal["short", "full"]
_COUNT = re.compile(r"([a-zA-Z][a-zA-Z ]*?) ([\d,]+)(?= ·|$| \()")
_DAY = 24 * 3600
_IN_MEMORY = {"TMPDIR": str(MEMORY)}
_TOLD = 4000  # characters of what a campaign says of what it found


@dataclass(frozen=True)
class Campaign:
    """`python -m tests.MODULE` with options; its closing line says `words N · words N`.

    `tried` is the word for how often, `broken` those that have to be 0; `full` without a value is
    the short run.
    """

    module: str
    tried: str
    broken: tuple[str, ...]
    short: str = ""
    full: str = ""

    def command(self, size: Size) -> str:
        options = self.full or self.short if size == "full" else self.short
        return f"tests.{self.module} {options}".strip()


@dataclass(frozen=True)
class Pinned:
    """Files of the suite, or `file::test`; every case is a try."""

    ids: tuple[str, ...]

    def command(self, _: Size) -> str:
        return " ".join(one.replace("tests/", "", 1) for one in self.ids)


Trial = Campaign | Pinned


@dataclass(frozen=True)
class Outcome:
    """`broken` is None when the trial did not come to its end; `said` is its closing line."""

    tried: int
    unit: str
    broken: int | None
    said: str
    seconds: float


def run_campaign(one: Campaign, size: Size) -> Outcome:
    """Its own exit code has the last word."""
    began = time.monotonic()
    module, *options = one.command(size).split()
    done = subprocess.run(
        [sys.executable, "-m", lean.__name__, module, *options],
        cwd=ROOT,
        env={**os.environ, **(_IN_MEMORY if size == "short" and in_memory() else {})},
        capture_output=True,
        text=True,
        timeout=_DAY,
        check=False,
    )
    seconds = time.monotonic() - began
    said = done.stdout.strip().splitlines()[-1:] or [done.stderr.strip()[-200:]]
    counted = counts(said[0])
    if one.tried not in counted or not set(one.broken) <= counted.keys():
        return Outcome(0, one.tried, None, said[0], seconds)
    broken = sum(counted[word] for word in one.broken) or done.returncode
    if broken:
        sys.stderr.write(done.stderr[-_TOLD:])
    return Outcome(counted[one.tried], one.tried, broken, said[0], seconds)


def counts(line: str) -> dict[str, int]:
    """The numbers of a closing line by their words.

    >>> counts("kills 100 · lost 0 · files 1,303 · 64 s")
    {'kills': 100, 'lost': 0, 'files': 1303}
    """
    parts = (part.strip() for part in line.split("·"))
    found = (_COUNT.match(part) for part in parts)
    return {one[1].strip(): int(one[2].replace(",", "")) for one in found if one}


def run_tests(ids: Iterable[str], workers: int) -> dict[str, list[bool]]:
    """Whether the cases passed, by file and test; one run for all, since imports take long."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.xml"
        words = ["-q", "-n", str(workers), "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
        subprocess.run(
            [sys.executable, "-m", "pytest", *words, f"--junitxml={report}", *sorted(set(ids))],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        return _cases(report)


def _cases(report: Path) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    if not report.exists():
        return found
    for case in ET.parse(report).getroot().iter("testcase"):
        passed = not any(case.find(word) is not None for word in ("failure", "error", "skipped"))
        file = case.get("file", "")
        test = f"{file}::{case.get('name', '').partition('[')[0]}"
        for name in (file, test):
            found.setdefault(name, []).append(passed)
    return found


def judged(one: Pinned, cases: dict[str, list[bool]]) -> Outcome:
    """A test that was not found is a trial that did not come to its end."""
    seen: Sequence[list[bool]] = [cases.get(name, []) for name in one.ids]
    passed = [is_well for many in seen for is_well in many]
    broken = None if not all(seen) else passed.count(False)
    return Outcome(len(passed), "cases", broken, f"{sum(passed)} of {len(passed)} passed", 0.0)
