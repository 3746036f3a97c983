"""One line of the table: a fault, what is promised in it, and how that is tried."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.faults.table.trials import Pinned, Trial


@dataclass(frozen=True)
class NotRun:
    """What is left untried, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Promise:
    """`number` is that of docs/faults.md; `not_run` says what no trial of it covers."""

    number: int
    fault: str
    promise: str
    trials: tuple[Trial, ...]
    not_run: tuple[NotRun, ...] = ()


def cases(folder: str, *names: str) -> Pinned:
    """Files of a folder of tests/, or `file::test`."""
    place = PurePosixPath("tests", folder)
    return Pinned(tuple(str(place / _with_suffix(name)) for name in names))


def _with_suffix(name: str) -> str:
    file, _, test = name.partition("::")
    return f"{file}.py::{test}" if test else f"{file}.py"
