"""How long the command line takes until it says something."""

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.children import LOKET, Used, middle, run
from tests.benchmarks.tables import table

COMMANDS = {
    "`python -c pass`": [sys.executable, "-c", "pass"],
    "`loket --help`": [LOKET, "--help"],
    "`loket progress --help`": [LOKET, "progress", "--help"],
    "`loket lokus list`": [LOKET, "lokus", "list"],
}


@dataclass(frozen=True)
class Started:
    """One command, in the middle of all tries."""

    command: str
    used: Used


def measure(folder: Path, rounds: int = 5) -> list[Started]:
    """Each in turn, so many rounds."""
    folder.mkdir()
    run([LOKET, "init", "--yes"], folder)
    tries: dict[str, list[Used]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            tries[name].append(run(command, folder))
    return [Started(name, middle(every)) for name, every in tries.items()]


def start_table(every: list[Started]) -> str:
    """A line for each command."""
    rows = [
        [one.command, f"{one.used.seconds:.2f}", f"{one.used.cpu:.2f}", f"{one.used.peak:.0f}"]
        for one in every
    ]
    return table(["start", "seconds", "CPU s", "MB"], rows)
