"""One word for one thing: the glossary's "never" words are in no identifier."""

import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.sizes import python_files
from tests.house.tree import PACKAGES, shown, text

ROW = re.compile(r"^\| `(?P<use>[^|]+)` \|(?P<screen>[^|]*)\|(?P<never>[^|]*)\|(?P<inner>[^|]*)\|")
CORE = ("survey_flows", "storage")


def refused(column: str) -> set[str]:
    """The words in backquotes of one column of the glossary's table of identifiers."""
    rows = filter(None, map(ROW.match, text("docs/glossary.md").splitlines()))
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row[column])}


def identifiers(source: str) -> Iterator[str]:
    """Every name in the code; what is in texts and comments is free."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            yield token.string


def words(identifier: str) -> set[str]:
    """`open_SurveyError` is open, survey and error."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier)
    return set(spaced.lower().split("_"))


def slips(path: Path, never: set[str]) -> set[str]:
    """The names of a file that use a refused word."""
    names = set(identifiers(path.read_text(encoding="utf-8")))
    return {name for name in names if words(name) & never}


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=shown)
def test_no_identifier_uses_a_word_the_glossary_refuses(path: Path) -> None:
    assert slips(path, refused("never")) == set()


@pytest.mark.parametrize("path", python_files(*CORE), ids=shown)
def test_the_engine_and_the_storage_use_no_word_of_the_edge(path: Path) -> None:
    assert slips(path, refused("inner")) == set()


def test_the_glossary_refuses_words() -> None:
    assert {"questionnaire", "bukti"} <= refused("never")
    assert refused("inner")


def test_a_refused_word_is_seen_inside_a_name(tmp_path: Path) -> None:
    source = tmp_path / "engine.py"
    source.write_text("def openQuestionnaire(x): return 'bukti'\n")
    assert slips(source, {"questionnaire", "bukti"}) == {"openQuestionnaire"}
