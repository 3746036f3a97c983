"""Every shell line in the documents names a make target or a `loket` command that exists."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scripts.cli_reference import Node, commands
from tests.house.tree import ROOT, files, shown, text

BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?P<line>(?:make|\S*\bloket)\b.*)$")


def shell_lines(page: Path) -> Iterator[list[str]]:
    """The words of each `make` or `loket` line in the shell blocks of a page."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in filter(None, map(LINE.match, block.splitlines())):
            yield shlex.split(line["line"], comments=True)


def unknown(words: list[str]) -> str | None:
    """What of the line does not exist."""
    first, *rest = words
    names = [word for word in rest if re.fullmatch(r"[a-z][a-z0-9-]*", word)]
    if first == "make":
        return next((name for name in names if name not in targets()), None)
    return None if leads_to_command(names) else " ".join(words)


@cache
def targets() -> set[str]:
    """What `make help` lists."""
    return set(re.findall(r"^([a-z-]+):.*##", text("Makefile"), re.MULTILINE))


@cache
def known_commands() -> dict[str, Node]:
    """Every command of the real program by its full name."""
    from admin_cli.main import app

    return {node.name: node for node in commands(app, "loket")}


def leads_to_command(names: list[str]) -> bool:
    """Whether the words begin with a command; a group alone is not one unless nothing follows."""
    known = known_commands()
    longest = max(
        (n for n in range(len(names) + 1) if " ".join(["loket", *names[:n]]) in known), default=0
    )
    node = known[" ".join(["loket", *names[:longest]])]
    return not (node.is_group and len(names) > longest)


@pytest.mark.parametrize("page", files(".md"), ids=shown)
def test_shell_lines_name_what_exists(page: Path) -> None:
    assert [found for found in map(unknown, shell_lines(page)) if found] == []


def test_a_line_that_names_nothing_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\nmake setup\n$ make tea # please\nPORT=1 make demo\n```\nmake coffee\n")
    assert [unknown(line) for line in shell_lines(page)] == [None, "tea", None]


def test_the_readme_says_how_to_see_it_and_how_to_test_it() -> None:
    said = [" ".join(line) for line in shell_lines(ROOT / "README.md")]
    assert {"make demo", "make test"} <= set(said)
