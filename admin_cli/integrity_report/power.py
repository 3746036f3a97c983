"""The stored power table: how often each flag saw each fraud when it was tried (`make power`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

STORED = Path(__file__).with_name("power.json")
FRAUDS = ("all_5", "one_phone", "staff_burst", "random_clicks", "copied")
SCOPES = {"lokus": "of lokus", "response": "of responses"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One flag at one n and mean; `seen` has a share for 10, 20 and 30 % of false responses.

    In the scope `response` the shares are those of the false responses themselves, at 20 %.
    """

    n: int
    mean: float
    scope: str
    flag: str
    honest: float
    seen: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Power:
    """`honest_rounds` lokus without, `rounds` with each fraud."""

    rounds: int
    honest_rounds: int
    cells: Sequence[Cell]

    def nearest(self, n: int, mean: float) -> list[Cell]:
        """The cells of the largest n tried that is not above this one, and of the nearest mean."""
        sizes = sorted({one.n for one in self.cells})
        size = max([one for one in sizes if one <= n] or sizes[:1])
        near = min({one.mean for one in self.cells}, key=lambda one: (abs(one - mean), one))
        return [one for one in self.cells if (one.n, one.mean) == (size, near)]


@cache
def read_power() -> Power:
    """As it came with the program."""
    said = json.loads(STORED.read_text(encoding="utf-8"))
    return Power(said["rounds"], said["honest_rounds"], [Cell(**one) for one in said["cells"]])


def spelled(found: Power) -> str:
    """One line for each cell, so that a change can be read."""
    cells = ",\n".join(json.dumps(asdict(one)) for one in found.cells)
    head = f'{{"rounds": {found.rounds}, "honest_rounds": {found.honest_rounds}, "cells": ['
    return f"{head}\n{cells}\n]}}\n"


def tables(found: Power) -> str:
    """As Markdown: percent, and for lokus three of them for 10, 20 and 30 % false responses."""
    blocks = groupby(found.cells, key=lambda one: (one.n, one.mean, one.scope))
    return "\n\n".join(_table(*key, list(cells)) for key, cells in blocks)


def _table(n: int, mean: float, scope: str, cells: Sequence[Cell]) -> str:
    heads = " | ".join(["flag", "honest", *FRAUDS])
    rules = "|".join([" --- "] * (len(FRAUDS) + 2))
    lines = [f"| {heads} |", f"|{rules}|"]
    for one in cells:
        seen = " | ".join(_percents(one.seen[fraud]) for fraud in FRAUDS)
        lines.append(f"| `{one.flag}` | {one.honest:.1%} | {seen} |")
    title = f"**n = {n}, mean {mean}: % {SCOPES[scope]}**"
    return "\n".join([title, "", *lines])


def _percents(shares: Sequence[float]) -> str:
    return " / ".join(f"{share:.0%}".rstrip("%") for share in shares)
