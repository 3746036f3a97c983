"""A process forked from one with threads can wait for ever for a lock that nobody holds any more.

pytest's workers have threads. Such a child also outlives a worker that was stopped, and then the
whole run waits for it.
"""

import re

from tests.house.tree import files, shown

_POOL = re.compile(r"ProcessPoolExecutor\((?P<given>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_TOLD_HOW = ("get_context(", "mp_context=")


def forked(text: str) -> list[str]:
    """The pools of processes that do not say how their processes begin."""
    pools = _POOL.finditer(text)
    return [one[0] for one in pools if not any(word in one["given"] for word in _TOLD_HOW)]


def test_no_pool_of_processes_is_forked() -> None:
    found = {shown(path): forked(path.read_text(encoding="utf-8")) for path in files(".py")}
    assert {path: pools for path, pools in found.items() if pools} == {}


def test_a_forked_pool_is_found() -> None:
    pool = "ProcessPoolExecutor"
    assert forked(f"with {pool}(len(plans)) as one:") == [f"{pool}(len(plans))"]
    assert forked(f"{pool}(2, get_context('spawn'), initializer=alone)") == []
