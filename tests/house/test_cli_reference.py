"""The CLI page is made from the program's own help, and a stale page is noticed."""

import inspect
from pathlib import Path
from typing import Annotated

import pytest
import typer

from scripts.cli_reference import commands, main, page


def small_program() -> typer.Typer:
    """A program with a group, an argument, an option and a hidden command."""
    app = typer.Typer(help="Serve tea.")
    cups = typer.Typer(help="All about cups.")
    app.add_typer(cups, name="cup")

    @cups.command()
    def fill(
        code: Annotated[str, typer.Argument(help="which cup")],
        tea: Annotated[str, typer.Option(help="black | green", envvar="TEA")] = "black",
    ) -> None:
        """Fill one cup.

        Never over the rim.
        """

    @app.command(hidden=True)
    def spill(code: str) -> None:
        """Do not show this."""

    assert callable(fill)
    assert callable(spill)
    return app


EXPECTED = """\
#### tea cup fill

Fill one cup.

Never over the rim.

```text
tea cup fill [OPTIONS] {code}
```

| option | meaning |
|---|---|
| `code <str>` | which cup [required] |
| `--tea <str>` | black \\| green [env var: TEA; default: black] |
"""


def test_a_command_is_described_by_its_own_help() -> None:
    assert page(small_program(), "tea").endswith(EXPECTED)


def test_groups_come_before_their_commands_and_hidden_ones_stay_hidden() -> None:
    found = [(node.name, node.is_group) for node in commands(small_program(), "tea")]
    assert found == [("tea", True), ("tea cup", True), ("tea cup fill", False)]


def test_the_page_is_the_same_every_time_and_in_every_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = page(small_program())
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("TEA", "green")
    assert page(small_program()) == wide


def test_a_stale_page_is_noticed_and_rewriting_it_cures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, made = tmp_path / "cli.md", page(small_program())
    assert main(["--check"], made, target) == 1
    assert "run `python -m scripts.cli_reference`" in capsys.readouterr().err
    assert main([], made, target) == 0
    assert main(["--check"], made, target) == 0
    assert inspect.cleandoc(target.read_text()).startswith("# The `loket` command")
