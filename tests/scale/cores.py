"""A part of a core for each process, so that a machine with few cores can show what more would do.

By control groups of the kernel (version 1 or 2), which take the right to make them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_PERIOD = 10_000  # microseconds
_PLACES = (Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup"))


@contextmanager
def held_to(share: float, processes: Iterable[int]) -> Iterator[None]:
    """Each of the processes gets at most this part of one core; all of it gives them no limit."""
    groups = [_group(share, one) for one in processes] if share < 1 else []
    try:
        yield
    finally:
        for group in groups:
            for one in (group / "cgroup.procs").read_text().split():
                (group.parent / "cgroup.procs").write_text(one)
            group.rmdir()


def _group(share: float, process: int) -> Path:
    parent = next(one for one in _PLACES if (one / "cgroup.procs").exists())
    made = Path(mkdtemp(prefix="loket-", dir=parent))
    quota = int(share * _PERIOD)
    if (made / "cpu.max").exists():
        (made / "cpu.max").write_text(f"{quota} {_PERIOD}")
    else:
        (made / "cpu.cfs_period_us").write_text(str(_PERIOD))
        (made / "cpu.cfs_quota_us").write_text(str(quota))
    (made / "cgroup.procs").write_text(str(process))
    return made
