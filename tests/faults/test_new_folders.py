"""The first file in a new folder must not go with the folder when the power does."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin_cli.ledger.heads import publish, signed_head
from storage import erasures
from storage.backups import shelf
from storage.backups.shelf import Receipt
from survey_flows.ledger.tree import Frontier

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RECEIPT = Receipt("", "", "", "", "", "", 0, "", {}, False, 0, 0, ())  # noqa: FBT003 - a record


def _head(folder: Path) -> None:
    publish(signed_head(Frontier(), b"s" * 32), folder)


def _erasure(folder: Path) -> None:
    erasures.enlist(folder, {"0" * 64: "2026-11-22"})


def _backup(folder: Path) -> None:
    with shelf.alone(folder):
        shelf.settle(shelf.begin(folder), RECEIPT, NOW)


@pytest.mark.parametrize("make", [_head, _erasure, _backup])
def test_the_name_of_a_new_folder_is_safe_with_its_first_file(
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[Path] = set()
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.add(Path(f"/proc/self/fd/{handle}").readlink())

    monkeypatch.setattr(os, "fsync", noted)
    make(tmp_path / "new")
    assert {tmp_path, tmp_path / "new"} <= synced
