"""Files and functions stay short enough to be read in one go, and are named for what they hold."""

from pathlib import Path

from scripts.sizes import CODE, ROOT, functions_of, lines_of, python_files, spread
from tests.house.tree import files, shown

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
NO_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}
WRITTEN = (".py", ".js", ".css", ".html")


def test_no_file_is_too_long() -> None:
    lengths = {shown(path): lines_of(path) for path in files(*WRITTEN)}
    assert {name: size for name, size in lengths.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert {
        f"{shown(path)}: {name}": size
        for path in python_files(*CODE, "tests")
        for name, size in functions_of(path)
        if size > LONGEST_FUNCTION
    } == {}


def test_files_are_named_for_what_they_hold() -> None:
    assert [shown(path) for path in files(*WRITTEN) if words(path) & NO_NAMES] == []


def words(path: Path) -> set[str]:
    """The words of a file's name and of the folders it is in: `bot/chat_utils.py`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return {word for part in parts for word in part.lower().replace("-", "_").split("_")}


def test_a_vague_name_is_seen() -> None:
    assert words(ROOT / "bot" / "chat_utils.py") & NO_NAMES == {"utils"}


def test_lengths_are_counted_from_def_to_the_last_line(tmp_path: Path) -> None:
    source = tmp_path / "ask.py"
    source.write_text("@cache\ndef ask():\n    a = 1\n\n    return a\n")
    assert list(functions_of(source)) == [("ask", 4)]
    assert lines_of(source) == 5
    assert spread([4]) == "4 / 4 / 4"
