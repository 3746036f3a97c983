"""A release is made of committed files, audited in earnest, and says what is in it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import release
from scripts.release import NotReleased, audit, list_parts, require_clean, write_sums
from tests.house.test_dependencies import PIN
from tests.house.tree import text

NOT_ASKED = "ERROR:pip_audit._cli:x: Dependency not found on PyPI and could not be audited: x (1.0)"
WEAK = "Found 1 known vulnerability in 1 package"


def saying(words: str, status: int) -> list[str]:
    """A program that stands for the auditor."""
    return [sys.executable, "-S", "-c", f"print({words!r}); raise SystemExit({status})"]


def test_an_audit_that_found_nothing_passes() -> None:
    audit(saying("No known vulnerabilities found", 0))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (NOT_ASKED, "could not be asked about every package"),
        ("", "no pass"),
        (WEAK, "take a newer"),
    ],
)
def test_an_audit_that_did_not_ask_is_no_pass(words: str, reason: str) -> None:
    with pytest.raises(NotReleased, match=reason) as refused:
        audit(saying(words, 1))
    assert words in str(refused.value)


def test_the_audit_is_strict_and_of_the_lock() -> None:
    assert {"--strict", "--require-hashes", release.LOCK} <= set(release.AUDIT)


def test_a_failed_release_leaves_nothing_to_hand_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise NotReleased("the register is away")

    monkeypatch.setattr(release, "DIST", tmp_path / "dist")
    monkeypatch.setattr(release, "require_clean", lambda _: None)
    monkeypatch.setattr(release, "audit", fail)
    (tmp_path / "dist").mkdir()
    assert release.main() == 1
    assert capsys.readouterr().err == "no release: the register is away\n"
    assert list(tmp_path.iterdir()) == []


def test_a_changed_or_new_file_keeps_a_release_back(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    require_clean(tmp_path)
    (tmp_path / "new.py").touch()
    with pytest.raises(NotReleased, match="1 files are not as committed"):
        require_clean(tmp_path)


def test_the_list_of_parts_has_every_pin_with_its_hashes(tmp_path: Path) -> None:
    list_parts(tmp_path / "parts.json")
    parts = json.loads((tmp_path / "parts.json").read_text())["components"]
    pinned = {pin["name"] for pin in map(PIN.match, text(release.LOCK).splitlines()) if pin}
    assert {canonical(one["name"]) for one in parts} == pinned
    hashes = [one["externalReferences"][0].get("hashes") for one in parts]
    assert all(hashes)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_sums_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"wheel")
    write_sums(tmp_path)
    check = ["sha256sum", "--check", "--strict", release.SUMS]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "a.whl").write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1
