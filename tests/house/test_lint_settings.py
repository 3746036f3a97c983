"""A rule is switched off only with its reason beside it."""

import re

from tests.house.tree import ROOT, files, pyproject, shown, text

IGNORED = re.compile(r'^ +"(?P<rule>[A-Z]+\d*)",? *(?:# (?P<reason>.+))?$', re.MULTILINE)
SWITCHED_OFF = re.compile(
    r"# (?:no" + r"qa|type: " + r"ignore|pragma: no " + r"cover)(?P<rest>.*)$"
)
CODED = re.compile(r"^(?:: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[a-z-]+\])\W+[a-z]\w*")


def test_every_ignored_rule_has_a_reason() -> None:
    lint = pyproject()["tool"]["ruff"]["lint"]
    ignored = {found["rule"]: found["reason"] for found in IGNORED.finditer(text("pyproject.toml"))}
    assert set(lint["ignore"]) <= set(ignored)
    assert [rule for rule, reason in ignored.items() if not reason] == []


def test_every_rule_switched_off_in_a_line_has_a_reason() -> None:
    assert [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in files(".py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (off := SWITCHED_OFF.search(line)) and not CODED.match(off["rest"])
    ] == []


def test_ruff_has_every_rule_on_and_mypy_is_strict() -> None:
    tool = pyproject()["tool"]
    assert tool["ruff"]["lint"]["select"] == ["ALL"]
    assert tool["mypy"]["strict"] is True
    assert {"tests", "scripts"} <= set(tool["mypy"]["files"])
    assert (ROOT / "Makefile").exists()
