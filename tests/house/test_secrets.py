"""Nothing tracked tells of one machine, one network or one key."""

import re
from pathlib import Path

import pytest

from tests.house.tree import files, shown

PATTERNS = {
    "a home folder": r"/(?:[r]oot|home/[a-z]\w*|Users/\w+)/",
    "a work folder": r"(?<![\w.])/[w]ork/",
    "a registry's host": r"(?:py[p]i|python[h]osted|npm[j]s|deb\.[d]ebian)\.(?:org|com)",
    "a bot token": r"\b\d{8,10}:AA[\w-]{33}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE [K]EY-----",
    "a cloud key": r"\bAKIA[0-9A-Z]{16}\b",
    "a password in a URL": r"[a-z]://[\w.]+:(?!password@)[^@\s/{}<>$]{3,}@(?!127\.0\.0\.1)\w+\.\w",
}  # `[w]` is `w`, written so that this file is not its own finding


def findings(content: str) -> list[str]:
    """What of the patterns is in a text."""
    return [name for name, pattern in PATTERNS.items() if re.search(pattern, content)]


def readable(path: Path) -> str:
    """A file as text; what is not text becomes marks that no pattern matches."""
    return path.read_bytes().decode("utf-8", errors="replace")


def test_no_tracked_file_tells_of_a_machine_or_a_key() -> None:
    found = {shown(path): findings(readable(path)) for path in files()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("/" + "home/sari/loket", "a home folder"),
        ("cd /" + "work/main", "a work folder"),
        ("https://" + "py" + "pi.org/simple", "a registry's host"),
        ("123456789:" + "AA" + "x" * 33, "a bot token"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("AK" + "IA" + "A" * 16, "a cloud key"),
        ("postgresql://loket:" + "hunter2@db.internal/x", "a password in a URL"),
    ],
)
def test_each_pattern_sees_its_kind(content: str, finding: str) -> None:
    assert findings(content) == [finding]
