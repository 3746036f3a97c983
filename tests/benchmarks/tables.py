"""Measured figures as Markdown, with ratios; and where in a page they belong."""

import re
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.rounds import Taps

FLOOR = "aiogram, empty handler"
PEERS = {"no-op": FLOOR, "PTB": "python-telegram-bot + SQLite", "ORM": "aiogram + FSM + ORM"}
Rows = Sequence[Sequence[str]]


def table(head: Sequence[str], rows: Rows) -> str:
    """A Markdown table; all but the first column are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def taps_table(every: Sequence[Taps]) -> str:
    """One table for each crowd."""
    sizes = dict.fromkeys(one.people for one in every)
    return "\n".join(_crowd(size, [one for one in every if one.people == size]) for size in sizes)


def _crowd(size: int, every: Sequence[Taps]) -> str:
    head = ["contender", "kept in", "taps/s", *(f"× {name}" for name in PEERS)]
    head += ["p50 ms", "p95 ms", "p99 ms", "CPU µs/tap", "MB", "lost"]
    title = f"{size} people at once" if size > 1 else "One person alone"
    return f"**{title}**\n\n" + table(head, [_row(one, every) for one in every])


def _row(one: Taps, every: Sequence[Taps]) -> list[str]:
    times = [f"{number:,.1f}" for number in (one.p50, one.p95, one.p99)]
    ratios = [ratio(one, peer, every) for peer in PEERS.values()]
    rest = [f"{one.cpu:,.0f}", f"{one.memory:,.0f}", str(one.lost)]
    return [one.contender, one.keeps, f"{one.per_second:,.0f}", *ratios, *times, *rest]


def ratio(one: Taps, peer: str, every: Sequence[Taps]) -> str:
    """How many times as many taps a second as a peer in the same crowd."""
    found = next((other for other in every if other.contender == peer), None)
    return times(one.per_second, found.per_second) if found else "–"


def times(this: float, that: float) -> str:
    """A ratio in two figures, however small.

    >>> times(1, 3), times(1, 300), times(19, 3)
    ('0.33', '0.0033', '6.3')
    """
    return f"{this / that:.2g}"


def rewrite(page: Path, name: str, text: str) -> None:
    """Put `text` between the two marks called `name`; raises ValueError without them."""
    mark = f"<!-- {name}: made by `make bench` -->"
    end = f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(mark)}\n.*?{re.escape(end)}", re.DOTALL)
    old = page.read_text(encoding="utf-8")
    if not pattern.search(old):
        raise ValueError(f"{page.name} has no place for {name}")
    new = f"{mark}\n{text.strip()}\n{end}"
    page.write_text(pattern.sub(lambda _: new, old), encoding="utf-8")
