"""What a command says: results on stdout, words for people on stderr."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def say(text: str) -> None:
    """A word for people, where it cannot get into a pipe."""
    typer.echo(text, err=True)


def document(content: object) -> None:
    """The one JSON document of a command."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str) -> None:
    """A table for people; `empty` says what to do when there is nothing to show."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*heads)
    for row in rows:
        shown.add_row(*map(Text, row))
    if shown.row_count:
        Console().print(shown)
    else:
        say(empty)
