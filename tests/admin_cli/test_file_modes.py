"""Whatever the account's umask: what the program writes, nobody else on the machine can read."""

import subprocess
import sys
from pathlib import Path

LOKET = Path(sys.executable).with_name("loket")
STORY = (
    ["init", "--yes"],
    ["ledger", "checkpoint"],
    ["export", "week", "--last"],
    ["backup", "create"],
)


def open_to_others(folder: Path) -> list[str]:
    every = (path for path in folder.rglob("*") if path.stat().st_mode & 0o077)
    return sorted(str(path.relative_to(folder)) for path in every)


def test_nothing_the_program_writes_is_open_to_others(tmp_path: Path) -> None:
    for words in STORY:
        subprocess.run([LOKET, *words], cwd=tmp_path, capture_output=True, umask=0, check=True)
    made = {path.name for path in tmp_path.rglob("*")}
    assert {"keys", ".env", "loket.db", "checkpoints", "receipt.json"} <= made
    assert open_to_others(tmp_path) == []


def test_a_file_that_is_open_to_others_is_seen(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    (tmp_path / "key").chmod(0o640)
    assert open_to_others(tmp_path) == ["key"]
