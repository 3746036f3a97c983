"""What the guides tell people to type exists, with its options; what they show is there, small."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.test_shell_lines import known_commands
from tests.house.tree import ROOT, shown

GUIDES = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("panduan-admin", "manual", "deploy", "operations")),
]
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PROGRAM = re.compile(r"(?:\S*/)?loket")
PICTURE = re.compile(r"""<img src="(?P<tag>[^"]+)"|!\[[^\]]*\]\((?P<mark>[^)]+)\)""")
LARGEST, LARGEST_OF_ALL = 150_000, 1_500_000


def told(page: Path) -> Iterator[list[str]]:
    """The words after `loket` of every command a page names, in blocks and in running text."""
    content = page.read_text(encoding="utf-8")
    lines = [line for block in FENCE.findall(content) for line in block.splitlines()]
    for line in [*lines, *INLINE.findall(FENCE.sub("", content))]:
        if words := of_loket(line):
            yield words


def of_loket(line: str) -> list[str]:
    """What is said to the last `loket` of a line; an account may be called so, too."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # an apostrophe: no shell line
        return []
    places = [place for place, word in enumerate(words) if PROGRAM.fullmatch(word)]
    return words[places[-1] + 1 :] if places else []


def strange(words: list[str]) -> str | None:
    """The first thing of a command that does not exist."""
    name, rest = "loket", list(words)
    while known_commands()[name].is_group and rest and not rest[0].startswith("-"):
        name = f"{name} {rest.pop(0)}"
        if name not in known_commands():
            return name
    known = options(name)
    wrong = (word for word in rest if word.startswith("--") and word.split("=")[0] not in known)
    return next((f"{name} {word}" for word in wrong), None)


@cache
def options(name: str) -> frozenset[str]:
    """What a command takes, as its help lists it."""
    node = known_commands()[name]
    listed = (re.findall(r"--[a-z0-9-]+", said) for said, _ in node.options)
    return frozenset({"--help", "--install-completion"}.union(*listed))


def pictures(page: Path) -> Iterator[Path]:
    """The pictures of the tree that a page shows."""
    for found in PICTURE.finditer(page.read_text(encoding="utf-8")):
        source = found["tag"] or found["mark"]
        if not source.startswith("http"):
            yield page.parent / source


@pytest.mark.parametrize("page", GUIDES, ids=shown)
def test_a_guide_names_commands_and_options_there_are(page: Path) -> None:
    every = list(told(page))
    assert every
    assert [found for found in map(strange, every) if found] == []


@pytest.mark.parametrize("page", GUIDES, ids=shown)
def test_the_pictures_of_a_guide_are_there(page: Path) -> None:
    assert [shown(one) for one in pictures(page) if not one.is_file()] == []


def test_every_picture_of_the_guide_is_shown_and_small() -> None:
    kept = set((ROOT / "docs" / "images" / "panduan").glob("*.png"))
    assert kept == set(pictures(ROOT / "docs" / "panduan-admin.md"))
    sizes = {one.name: one.stat().st_size for one in kept}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < LARGEST_OF_ALL


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("sudo -u loket /opt/x/.venv/bin/loket lokus import list.xlsx --dry-run", None),
        (".venv/bin/loket qr make --all --size a6 # for the printer", None),
        ("loket qr paint", "loket qr paint"),
        ("loket qr make --colour red", "loket qr make --colour"),
        ("useradd --system --shell /usr/sbin/nologin loket", None),
        ("the admin's word", None),
    ],
)
def test_what_does_not_exist_is_seen(line: str, found: str | None) -> None:
    assert strange(of_loket(line)) == found


def test_commands_are_found_in_blocks_and_in_running_text(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Run `loket doctor`:\n```sh\nmake setup\nloket export week\n```\nloket tea\n")
    assert list(told(page)) == [["export", "week"], ["doctor"]]
