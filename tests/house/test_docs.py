"""What the documents promise is there: links lead somewhere, decisions have their three parts."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, shown

LINK = re.compile(r"\]\((?!https?:|mailto:|tg:)(?P<to>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PARTS = ["Context", "Decision", "Consequences"]
LONGEST_DECISION = 25


def broken(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere."""
    links = LINK.finditer(page.read_text(encoding="utf-8"))
    return [link[0] for link in links if not leads_somewhere(page, link)]


def leads_somewhere(page: Path, link: re.Match[str]) -> bool:
    """Whether the file is there and has the heading."""
    target = page.parent / link["to"] if link["to"] else page
    if not link["anchor"]:
        return target.exists()
    return target.exists() and link["anchor"] in anchors(target)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    titles = (found["title"] for found in HEADING.finditer(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", files(".md"), ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_link_to_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One thing\n[a](#one-thing) [b](#two) [c](gone.md) [d](page.md)\n")
    assert broken(page) == ["](#two)", "](gone.md)"]


@pytest.mark.parametrize("page", DECISIONS, ids=shown)
def test_a_decision_has_its_three_parts_and_is_short(page: Path) -> None:
    content = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", content, re.MULTILINE) == PARTS
    assert len(content.splitlines()) <= LONGEST_DECISION
    assert content.startswith(f"# {page.name[:4]} ")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1)) != []
