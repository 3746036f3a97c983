"""The child starts isolated and imports only what its file needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.inspection import child
from bot.inspection.verdict import KINDS, Fine, Kind, Refused
from tests.inspection.good_files import one_of_each

NEVER = ("aiogram", "aiohttp", "sqlalchemy", "asyncio", "bot.settings", "numpy", "socket")
NEEDS: dict[Kind, set[str]] = {
    "jpeg": {"PIL"},
    "png": {"PIL"},
    "webp": {"PIL"},
    "heic": {"PIL", "pillow_heif"},
    "pdf": {"pypdf"},
    "docx": set(),
    "xlsx": set(),
    "mp4": set(),
}
PROGRAM = (
    "import sys; from bot.inspection.child import verdict_on; verdict_on(0); print(*sys.modules)"
)


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_the_kind_needs_is_imported(tmp_path: Path, kind: Kind) -> None:
    (tmp_path / "spool").write_bytes(one_of_each()[kind])
    with (tmp_path / "spool").open("rb") as file:
        command = [sys.executable, "-I", "-c", PROGRAM]
        said = subprocess.run(command, stdin=file, capture_output=True, text=True, check=True)
    imported = set(said.stdout.split())
    assert imported & set().union(*NEEDS.values()) == NEEDS[kind] | (imported & {"PIL"})
    assert imported & set(NEVER) - may_bring(kind) == set()


def may_bring(kind: Kind) -> set[str]:
    """What the libraries of a kind import by themselves."""
    return {"socket"} if NEEDS[kind] else set()


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
