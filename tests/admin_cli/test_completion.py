"""Tab in a shell offers commands and options, without waiting for the slow libraries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOKET = Path(sys.executable).with_name("loket")


def offered(line: str, **environment: str) -> str:
    """What the shell is told for a line that ends where Tab was pressed."""
    words = line.split(" ")
    asked = {
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_LOKET_COMPLETE": "complete_bash",
    }
    said = subprocess.run(
        [LOKET], env=os.environ | asked | environment, capture_output=True, text=True, check=False
    )
    assert said.stderr == ""
    return said.stdout


@pytest.mark.parametrize(
    ("line", "words"),
    [("loket lokus im", ["import"]), ("loket lokus import --dry", ["--dry-run"]), ("loket no", [])],
)
def test_bash_is_offered_what_fits(line: str, words: list[str]) -> None:
    assert offered(line).split() == words


def test_zsh_is_offered_it_with_its_meaning() -> None:
    said = offered("loket doc", _LOKET_COMPLETE="complete_zsh")
    assert '"doctor":"Look at all this server relies on' in said


def test_it_installs_itself_into_the_shell_of_its_user(tmp_path: Path) -> None:
    command = ["bash", "-c", f"'{LOKET}' --install-completion; true"]  # it asks who called it
    subprocess.run(command, env=os.environ | {"HOME": str(tmp_path)}, check=True)
    (script,) = (tmp_path / ".bash_completions").iterdir()
    assert "_LOKET_COMPLETE=complete_bash" in script.read_text()
    assert str(script) in (tmp_path / ".bashrc").read_text()
