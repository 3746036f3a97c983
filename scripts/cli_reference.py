"""Writes docs/cli.md from what the `loket` command says of itself.

`python -m scripts.cli_reference` writes; with `--check` it exits 1 when page and command differ.
"""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
STALE = "docs/cli.md is not what `loket --help` says: run `python -m scripts.cli_reference`"
OF_THE_SHELL = {"install_completion", "show_completion"}  # they differ from shell to shell
HEAD = """\
# The `loket` command

Made by `python -m scripts.cli_reference` from the command's own help: edit the help, not this page.

Exit codes: 0 done, 1 a check found a problem, 2 wrong use or bad input. With `--json` a command
prints one JSON document on stdout; texts for people and progress go to stderr.
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One command or group of commands, as its help shows it."""

    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...]
    is_group: bool


def commands(app: typer.Typer, name: str) -> Iterator[Node]:
    """The program and all below it, groups before what they hold, in the order of `--help`."""
    root = get_command(app)
    return walk(root, typer.Context(root, info_name=name))


def walk(command: object, ctx: typer.Context) -> Iterator[Node]:
    """This command, then those inside it that are not hidden."""
    if not isinstance(command, TyperCommand | TyperGroup) or command.hidden:
        return
    yield node_of(command, ctx)
    if isinstance(command, TyperGroup):
        for name in command.list_commands(ctx):
            inner = command.commands[name]
            yield from walk(inner, typer.Context(inner, info_name=name, parent=ctx))


def node_of(command: TyperCommand | TyperGroup, ctx: typer.Context) -> Node:
    """What the help of one command shows; its own `--help` is left out."""
    own = (one for one in command.params if one.name not in OF_THE_SHELL)
    records = filter(None, (one.get_help_record(ctx) for one in own))
    return Node(
        name=ctx.command_path,
        usage=" ".join([ctx.command_path, *command.collect_usage_pieces(ctx)]),
        help=inspect.cleandoc(command.help or "").split("\f")[0].strip(),
        options=tuple((one, " ".join(said.split())) for one, said in records),
        is_group=isinstance(command, TyperGroup),
    )


def section(node: Node) -> str:
    """The part of the page about one command."""
    level = min(2 + node.name.count(" "), 4)
    parts = [f"{'#' * level} {node.name}", node.help, f"```text\n{node.usage}\n```"]
    if node.options:
        rows = [f"| `{cell(name)}` | {cell(said)} |" for name, said in node.options]
        parts.append("\n".join(["| option | meaning |", "|---|---|", *rows]))
    return "\n\n".join(filter(None, parts)) + "\n"


def cell(words: str) -> str:
    """Text that cannot end a table's cell."""
    return words.replace("|", "\\|")


def page(app: typer.Typer, name: str = "loket") -> str:
    """The whole page."""
    return "\n".join(chain([HEAD], map(section, commands(app, name))))


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
    from admin_cli.main import app

    sys.exit(main(sys.argv[1:], page(app)))
