"""In which order the tests run: the longest first, an equal share for each worker."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """A test; pytest's items are that."""

    @property
    def nodeid(self) -> str:
        """Its file, and its name in it."""


Item = TypeVar("Item", bound=Named)

# Whatever takes more than ten seconds. A test that is not here runs all the same, only later.
LONG = (
    "tests/faults/",
    "tests/e2e/test_demo.py",
    "tests/e2e/test_other_server.py",
    "tests/e2e/test_citizen.py",
    "tests/e2e/test_staff.py",
    "tests/test_canary.py",
    "tests/scale/",
    "tests/scoring/test_campaign.py",
    "tests/admin_cli/test_export_memory.py",
    "tests/inspection/test_hostile_files.py",
    "tests/posters/test_campaign.py",
    "tests/admin_cli/test_export_same.py",
    "tests/house/test_packaging.py",
    "tests/e2e/",
)


def is_long(item: Named) -> bool:
    """Whether it belongs to the front."""
    return item.nodeid.startswith(LONG)


def longest_first(items: Sequence[Item], workers: int) -> list[Item]:
    """The same tests; cut into equal parts, as xdist does it, each part begins with long ones."""
    long = sorted(filter(is_long, items), key=_rank)
    short = [one for one in items if not is_long(one)]
    ordered: list[Item] = []
    for worker in range(workers):
        size = (len(items) - len(ordered)) // (workers - worker)
        front = long[worker::workers]
        taken = max(0, size - len(front))
        ordered += [*front, *short[:taken]]
        short = short[taken:]
    return ordered + short


def _rank(item: Named) -> int:
    return next(rank for rank, start in enumerate(LONG) if item.nodeid.startswith(start))
