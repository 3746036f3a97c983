"""The child finds all it needs in its zygote, and blames a file for what the file does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.inspection import child
from bot.inspection.verdict import KINDS, Fine, Refused
from tests.inspection.good_files import one_of_each

NEVER = {"aiogram", "aiohttp", "sqlalchemy", "asyncio", "bot.settings", "numpy"}
PROGRAM = """
import os, sys
from bot.inspection.child import verdict_on
from bot.inspection.zygote import load
load()
print(open('/proc/self/status').read().partition('Threads:')[2].split()[0])
loaded = set(sys.modules)
verdicts = [verdict_on(os.open(path, os.O_RDONLY)) for path in sys.argv[1:]]
print(*(verdict.kind for verdict in verdicts))
print(*(set(sys.modules) - loaded))
print(*sys.modules)
"""


def test_the_zygote_has_every_library_ready_and_is_a_single_thread(tmp_path: Path) -> None:
    """Forked with threads, a child can wait for ever for a lock that nobody holds any more."""
    for kind, content in one_of_each().items():
        (tmp_path / kind).write_bytes(content)
    command = [sys.executable, "-I", "-c", PROGRAM, *(str(tmp_path / kind) for kind in KINDS)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    threads, kinds, imported_late, modules = (line.split() for line in said[:4])
    assert threads == ["1"]
    assert kinds == list(KINDS)
    assert imported_late == []
    assert NEVER.isdisjoint(modules)


def looked_at(path: Path) -> Fine | Refused:
    """The child's verdict, said in this process."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return child.verdict_on(descriptor)
    finally:
        os.close(descriptor)


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError, "bomb"), (RecursionError, "broken"), (KeyError, "broken")]
)
def test_what_a_library_raises_is_the_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], reason: str
) -> None:
    def fail(_: bytes) -> Fine:
        raise error

    monkeypatch.setattr(child, "look", fail)
    (tmp_path / "spool").write_bytes(b"halo")
    verdict = looked_at(tmp_path / "spool")
    assert isinstance(verdict, Refused)
    assert verdict.reason == reason


def test_a_missing_library_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.inspection.pdf", None)
    (tmp_path / "spool").write_bytes(one_of_each()["pdf"])
    with pytest.raises(ImportError):
        looked_at(tmp_path / "spool")
