"""Every promise, tried: `python -m tests.faults.table.campaign` writes docs/reliability.md.

`--full` takes hours, `--only F2,F9` some lines; lines that are not run keep the figures of their
last run, with its date. The exit code is 1 if anything that was run did not hold.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import repeat
from pathlib import Path
from typing import Any

from tests.faults.table.page import page, summary
from tests.faults.table.promise import Promise
from tests.faults.table.promises import PROMISES
from tests.faults.table.trials import (
    ROOT,
    Campaign,
    Outcome,
    Pinned,
    Size,
    Trial,
    judged,
    run_campaign,
    run_tests,
)

Row = dict[str, Any]
PAGE = ROOT / "docs" / "reliability.md"
FIGURES = ROOT / "docs" / "reliability.json"


def main(words: Sequence[str] | None = None) -> int:
    """Print a line for each trial, write the page, and close with a count."""
    given = _arguments(words)
    size: Size = "full" if given.full else "short"
    wanted = [one for one in PROMISES if not given.only or one.number in given.only]
    rows = []
    for row in _run(wanted, size, given):
        rows.append(row)
        _keep(given.figures, row)
        given.page.write_text(page(_read(given.figures), machine()), encoding="utf-8")
    sys.stdout.write(f"{summary(rows)}\n")
    return 0 if rows and all(row["broken"] == 0 for row in rows) else 1


def _run(wanted: Sequence[Promise], size: Size, given: argparse.Namespace) -> Iterator[Row]:
    """Each trial once, even where several promises rest on it; tests beside the campaigns.

    The long campaigns have the machine for themselves; of the short ones three run side by side.
    """
    trials = list(dict.fromkeys(trial for one in wanted for trial in one.trials))
    pinned = [one for one in trials if isinstance(one, Pinned) and not given.campaigns]
    campaigns = [one for one in trials if isinstance(one, Campaign) and not given.tests]
    names = [name for one in pinned for name in one.ids]
    with ThreadPoolExecutor(1) as aside, ThreadPoolExecutor(1 if given.full else 3) as pool:
        coming = aside.submit(run_tests, names, given.workers) if names else None
        outcomes = pool.map(run_campaign, campaigns, repeat(size))
        for campaign, outcome in zip(campaigns, outcomes, strict=True):
            yield _row(campaign, size, outcome)
        cases = coming.result() if coming else {}
    for one in pinned:
        yield _row(one, size, judged(one, cases))


def _row(trial: Trial, size: Size, outcome: Outcome) -> Row:
    today = time.strftime("%Y-%m-%d", time.gmtime())
    row = {"command": trial.command(size), **asdict(outcome), "date": today}
    row["seconds"] = round(outcome.seconds)
    row["load"] = round(os.getloadavg()[0])
    sys.stdout.write(f"{row['command'][:70]}: {row['said']}\n")
    sys.stdout.flush()
    return row


def _keep(figures: Path, row: Mapping[str, Any]) -> None:
    kept = {**_read(figures), row["command"]: row}
    figures.write_text(json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False) + "\n")


def _read(figures: Path) -> dict[str, Any]:
    known = {trial.command(size) for one in PROMISES for trial in one.trials for size in _SIZES}
    kept: dict[str, Any] = json.loads(figures.read_text()) if figures.exists() else {}
    return {command: row for command, row in kept.items() if command in known}


_SIZES: tuple[Size, ...] = ("short", "full")


def machine() -> str:
    """What the figures were measured on, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory} GB, {system}"


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.table.campaign")
    parser.add_argument("--full", action="store_true", help="hours instead of minutes")
    parser.add_argument("--only", type=_numbers, default=frozenset(), help="such as F2,F9")
    parser.add_argument("--tests", action="store_true", help="no campaigns")
    parser.add_argument("--campaigns", action="store_true", help="no tests of the suite")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--figures", type=Path, default=FIGURES)
    return parser.parse_args(words)


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(one.strip().lstrip("Ff")) for one in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
