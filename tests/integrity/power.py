"""`make power`: how often each flag sees each fraud, and how often it accuses honest people.

    python -m tests.integrity.power [--rounds N] [--write]

--write stores the table where `loket integrity report` and docs/integrity.md have it.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from admin_cli.integrity_report.power import STORED, Cell, Power, read_power, spelled, tables
from scripts.sizes import ROOT
from tests.integrity.frauds import FRAUDS
from tests.integrity.trials import HONEST, SHARES, Outcome, Setting, play

SIZES, MEANS = (20, 50, 300), (3.4, 4.1, 4.6)
ROUNDS, HONEST_TIMES = 50, 10
PAGE = ROOT / "docs" / "integrity.md"
BEGIN, END = "<!-- power: begin -->\n", "<!-- power: end -->"


def settings(rounds: int, sizes: Sequence[int] = SIZES) -> list[Setting]:
    """The slow ones first."""
    found = []
    for n in sorted(sizes, reverse=True):
        for mean in MEANS:
            found.append(Setting(n, mean, HONEST, 0.0, rounds * HONEST_TIMES))
            found += [Setting(n, mean, one, share, rounds) for one in FRAUDS for share in SHARES]
    return found


def measured(every: Iterable[Setting]) -> list[Outcome]:
    """On all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(play, every))


def power(outcomes: Sequence[Outcome], rounds: int) -> Power:
    """The outcomes by size, mean and flag."""
    by_setting = defaultdict(list)
    for one in outcomes:
        by_setting[one.setting.n, one.setting.mean].append(one)
    cells = [
        cell for (n, mean), some in sorted(by_setting.items()) for cell in _cells(n, mean, some)
    ]
    return Power(rounds, rounds * HONEST_TIMES, cells)


def _cells(n: int, mean: float, some: Sequence[Outcome]) -> Iterable[Cell]:
    found = {(one.setting.fraud, one.setting.share): one for one in some}
    honest = found[HONEST, 0.0]
    for flag, rate in honest.lokus.items():
        seen = {fraud: [found[fraud, share].lokus[flag] for share in SHARES] for fraud in FRAUDS}
        yield Cell(n, mean, "lokus", flag, rate, seen)
    for flag, rate in honest.responses.items():
        alone = {fraud: [found[fraud, 0.2].responses[flag]] for fraud in FRAUDS}
        yield Cell(n, mean, "response", flag, rate, alone)


def page_with(text: str, table: str) -> str:
    """The page, its table replaced."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args()
    found = power(measured(settings(said.rounds)), said.rounds)
    print(tables(found))  # noqa: T201 - a program that prints
    if said.write:
        STORED.write_text(spelled(found), encoding="utf-8")
        page = page_with(PAGE.read_text(encoding="utf-8"), tables(read_power()))
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
