"""Writes docs/errors.md: every error code of the code, what it says and what to do.

`python -m scripts.error_codes` writes; with `--check` it exits 1 when page and code differ.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.cli_reference import cell
from scripts.sizes import ROOT, python_files

PAGE = ROOT / "docs" / "errors.md"
PACKAGES = ("survey_flows", "storage", "bot", "admin_cli")
STALE = "docs/errors.md is not what the code says: run `python -m scripts.error_codes`"
USUAL = "use.wrong"
HEAD = """\
# Error codes

Made by `python -m scripts.error_codes` from the code: edit the messages there, not this page.

An error is one line on stderr, `error: what is wrong: what to do [code]`, and exit code 2. Words
in capitals stand for what is yours. Codes stay as they are from one release to the next; messages
may become clearer.

| code | what it says | what to do |
|---|---|---|
"""
SAID = {
    "code.unknown": "there is nothing with that code; the message lists what there is",
    "file": "FILE: what the system says of it",
    "instrument.broken": "a shipped form does not pass the checker",
    "instrument.unknown": "there is no form of that name or version",
    "invite.unknown": "no invitation has that code",
    "period.elsewhere": "no day of that period is in the week",
    "settings.bad": "settings are missing or wrong; the message names each of them",
    "staff.unknown": "nobody there has that name; the message lists who is there",
    "unexpected": "something went wrong inside",
    "use.wrong": "a word, an option or a combination that the command does not take",
}
CURES = {
    "code.unknown": "take one of those listed, or add it first",
    "draft.ended": "reopen it with `loket f01 reopen`, if it has to change",
    "f01.not_opened": "let a petugas of that lokus open it in Telegram first",
    "f01.not_sent": "wait until the penanggung jawab sends it; see `loket progress`",
    "file": "see that the file is there, that its account may use it, and that the disk has room",
    "import.file": "save the list as .xlsx or CSV UTF-8, below 10 MB, without password or macros",
    "instrument.broken": "run `loket instrument check`, then install the program again",
    "instrument.unknown": "take one of those `loket instrument list` shows",
    "invite.unknown": "ask the person for the code again, or see `loket staff list`",
    "key.missing": "run `loket init` on a new server; else restore the folder from your copy",
    "name.bad": "give it in one plain line, not longer than that",
    "period.closed": "open a period for these days with `loket period open`",
    "period.days": "give the earlier day first: --from DATE --until DATE",
    "period.elsewhere": "take a week of that period, or another period",
    "port.taken": "choose another --port or --host",
    "settings.bad": "set them in the environment or in .env, as the message says",
    "staff.unknown": "give the name as `loket staff list` shows it",
    "turn.stale": "nothing: the program judges the reply again by itself",
    "unexpected": "run it again with LOKET_DEBUG=1 and report what it prints, with the reference",
    "use.wrong": "the message says what would be right; `--help` shows the rest",
    "week.future": "take a week that has begun, or --last",
}
"""Where the message speaks of one case only, or is put together while the program runs."""


@dataclass(frozen=True, slots=True)
class Said:
    """One place in the code that raises this code; `means` is the docstring of its class."""

    code: str
    message: str
    means: str = ""


def errors_in(source: str) -> Iterator[Said]:
    """Classes with a code, and every WrongUse."""
    if "WrongUse(" not in source and "code = " not in source:
        return  # most files: to walk through them takes seconds
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and (code := _code_of(node)):
            means = (ast.get_docstring(node) or "").partition("\n")[0]
            yield Said(code, _first_text(_calls(node, "__init__"), tree), means)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _wrong_uses(node, tree)


def _wrong_uses(function: ast.AST, tree: ast.Module) -> Iterator[Said]:
    for call in _calls(function, "WrongUse"):
        code = ast.literal_eval(call.args[1]) if len(call.args) > 1 else USUAL
        yield Said(code, _first_text([call], tree, function))


def _code_of(node: ast.ClassDef) -> str:
    for line in node.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
            return str(ast.literal_eval(line.value))
    return ""


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    found = (one for one in ast.walk(node) if isinstance(one, ast.Call) and one.args)
    return [one for one in found if ast.unparse(one.func).endswith(name)]


def _first_text(
    calls: Iterable[ast.Call], tree: ast.Module, function: ast.AST | None = None
) -> str:
    for call in calls:
        return _text(call.args[0], tree, function or call)
    return ""


def _text(node: ast.AST, tree: ast.Module, function: ast.AST) -> str:
    """The message with names in capitals; names and calls are followed to their texts."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, tree, function) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _followed(node.value, tree, function) or _capitals(node.value)
    return _followed(node, tree, function)


def _followed(node: ast.AST, tree: ast.Module, function: ast.AST) -> str:
    """The text a name was given in its function, or what a function of the module returns."""
    name = ast.unparse(node.func if isinstance(node, ast.Call) else node)
    for one in [*ast.walk(function), *tree.body]:
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == name:
            return _text(one.value, tree, function) if _is_message(one.value) else ""
        if isinstance(one, ast.FunctionDef) and one.name == name and one.returns:
            returned = [line for line in one.body if isinstance(line, ast.Return) and line.value]
            return _text(returned[-1].value, tree, one) if returned and returned[-1].value else ""
    return ""


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant)


def _capitals(node: ast.AST) -> str:
    """`path.name` and `path` are PATH; whatever is computed is only hinted at."""
    if isinstance(node, ast.Attribute):
        return _capitals(node.value) if node.attr == "name" else node.attr.upper()
    return node.id.strip("_").upper() if isinstance(node, ast.Name) else "…"


def every_error(folders: Iterable[str] = PACKAGES, root: Path = ROOT) -> dict[str, list[Said]]:
    """All places by code, sorted; the roots of the families are never raised themselves."""
    found: dict[str, list[Said]] = {}
    for path in python_files(*folders, root=root):
        for one in errors_in(path.read_text(encoding="utf-8")):
            if not one.code.endswith(".error"):
                found.setdefault(one.code, []).append(one)
    return {code: found.get(code, []) for code in sorted({*found, *SAID})}


def row(code: str, places: list[Said]) -> str:
    """One line of the table."""
    said, cure = explained(code, places)
    return f"| `{code}` | {cell(said)} | {cell(cure)} |\n"


def explained(code: str, places: list[Said]) -> tuple[str, str]:
    """What is wrong, and what to do; the cure is what follows the colon of the message."""
    messages = sorted({" ".join(one.message.split()) for one in places if one.message})
    split = [one.partition(": ") for one in messages]
    said = SAID.get(code) or "; or ".join(dict.fromkeys(one[0] for one in split))
    cure = CURES.get(code) or "; or ".join(dict.fromkeys(one[2] for one in split if one[2]))
    means = next((one.means for one in places if one.means), "")
    return said or means, cure


def page(found: dict[str, list[Said]]) -> str:
    """The whole page."""
    return HEAD + "".join(row(code, places) for code, places in found.items())


def main(words: list[str], made: str, target: Path = PAGE) -> int:
    """Write the page, or with `--check` compare it; the exit code."""
    if "--check" not in words:
        target.write_text(made, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == made:
        return 0
    print(STALE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], page(every_error())))
