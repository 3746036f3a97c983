"""docs/reliability.md, written from what was measured: no figure in it is typed by hand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.faults.table.promise import Promise
from tests.faults.table.promises import PROMISES
from tests.faults.table.trials import Trial

Results = Mapping[str, Mapping[str, Any]]
_HEAD = """# Reliability: what was promised, tried, and broken

Made by `make faults` and `make faults-full`: the figures are those of the last run of each line,
and what was not run is named as such. [faults.md](faults.md) says how each campaign works and what
its words mean; one is run alone with `python -m` and its name. Load is how many programs wanted a
core at the end of it, its own among them: times mean little where that is more than there are.

| | fault | promise | tried by | tried | broken | when |
|---|---|---|---|---|---|---|
"""
_GAPS = """
## Not run
| | what | why |
|---|---|---|
"""


def page(results: Results, machine: str) -> str:
    """The whole page."""
    rows = [row for one in PROMISES for row in _rows(one, results)]
    gaps = [row for one in PROMISES for row in _gaps(one, results)]
    tried = sum(1 for row in results.values() if row["broken"] == 0)
    broken = sum(1 for row in results.values() if row["broken"] != 0)
    closing = f"\n{tried} lines held, {broken} did not. Machine: {machine}.\n"
    return f"{_HEAD}{''.join(rows)}{closing}{_GAPS}{''.join(gaps)}"


def _rows(one: Promise, results: Results) -> Iterator[str]:
    first = (f"F{one.number}", one.fault, one.promise)
    for trial in one.trials:
        found = best(trial, results)
        if found:
            broken = "**did not end**" if found["broken"] is None else f"{found['broken']}"
            tried = f"{found['tried']:,} {found['unit']}"
            load = f", load {found['load']}" if "load" in found else ""
            when = f"{found['date']}{load}"
            yield _line(*first, f"`{found['command']}`", tried, broken, when)
            first = ("", "", "")
    if first[0]:
        yield _line(*first, "–", "**not run**", "–", "–")


def _gaps(one: Promise, results: Results) -> Iterator[str]:
    for trial in one.trials:
        if not best(trial, results):
            yield _line(f"F{one.number}", f"`{trial.command('short')}`", "not run on this machine")
        elif trial.command("full") != best(trial, results)["command"]:
            yield _line(f"F{one.number}", f"`{trial.command('full')}`", "the short run only")
    for gap in one.not_run:
        yield _line(f"F{one.number}", gap.what, gap.why)


def best(trial: Trial, results: Results) -> Mapping[str, Any]:
    """The long run if there was one, else the short one."""
    for size in ("full", "short"):
        if found := results.get(trial.command(size)):
            return found
    return {}


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def summary(rows: Sequence[Mapping[str, Any]]) -> str:
    """The closing line of the command."""
    broken = sum(row["broken"] != 0 for row in rows)
    return f"lines {len(rows)} · held {len(rows) - broken} · broken {broken}"
