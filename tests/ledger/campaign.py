"""Tampers with honest bundles at random; the stand-alone verifier must find every one.

`python -m tests.ledger.campaign --tampers 10000 --honest 1000` prints one closing line; the short
version is tests/ledger/test_campaign.py.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.ledger.auditing import audit, audit_bundle
from tests.ledger.fabricate import Bundle, index_rows, note, signed
from tests.ledger.history import honest
from tests.ledger.tampering import AT_THE_END, BY_INSIDER, BY_OPERATOR

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """One tried bundle: what was done to it, and what the verifier said."""

    seed: int
    act: str
    code: int
    found: Sequence[str]


def keep_honest(seed: int, folder: Path) -> Outcome:
    """Nothing is done to it."""
    bundle = honest(Random(seed), answers=Random(seed).choice([0, 1, 8, 20]))
    verdict = audit_bundle(folder, bundle)
    return Outcome(seed, "honest", verdict.code, verdict.found)


def tamper(seed: int, folder: Path) -> Outcome:
    """One act of one of those who could."""
    rng = Random(seed)
    while True:
        bundle = honest(rng)
        done = rng.choice([by_stranger, by_insider, by_operator, by_new_history])(bundle, rng)
        if done:
            name, files = done
            verdict = audit(folder, files, bundle.previous)
            return Outcome(seed, name, verdict.code, verdict.found)


def by_stranger(bundle: Bundle, rng: Random) -> tuple[str, Files] | None:
    """Without any key: bytes of a file, a file more or less, or another signature."""
    files = signed(bundle.files())
    name, other = rng.sample(sorted(files), 2)
    match rng.randint(0, 4):
        case 0:
            files[name] = _edited(files[name], rng)
        case 1:
            files[name], files[other] = files[other], files[name]
        case 2:
            files |= {"evidence/more.jpg": b"more"}
        case 3:
            del files[name]
        case _:
            files = signed(bundle.files(), b"x" * 32)
    return ("stranger", files) if files != signed(bundle.files()) else None


def by_insider(bundle: Bundle, rng: Random) -> tuple[str, Files] | None:
    """With the key of the manifest; half of the time the index is made to fit."""
    before = bundle.files()
    act = rng.choice(BY_INSIDER)
    if not act(bundle, rng):
        return None
    if rng.random() < 0.5 and act not in BY_OPERATOR and "index" not in act.__name__:
        bundle.rows["f03_index"] = index_rows(bundle)
    return None if bundle.files() == before else (act.__name__, signed(bundle.files()))


def by_operator(bundle: Bundle, rng: Random) -> tuple[str, Files] | None:
    """With both keys: everything is signed anew, but the auditor kept last week's checkpoint."""
    act = rng.choice(BY_OPERATOR + AT_THE_END)
    if not act(bundle, rng) or (act in BY_OPERATOR and _continues(bundle)):
        return None
    bundle.checkpoint = note(bundle.leaves)
    if act in AT_THE_END:
        bundle.rows["f03_index"] = index_rows(bundle)
    return f"{act.__name__}, signed", signed(bundle.files())


def by_new_history(bundle: Bundle, rng: Random) -> tuple[str, Files] | None:
    """The operator makes up another ledger, without a fault in itself."""
    other = honest(rng)
    previous, other.previous = bundle.previous, bundle.previous
    return (
        None
        if _continues(other) or previous.split("\n")[1] == "0"
        else ("rewrite", signed(other.files()))
    )


def _continues(bundle: Bundle) -> bool:
    size = int(bundle.previous.split("\n")[1])
    return len(bundle.leaves) >= size and note(bundle.leaves[:size]) == bundle.previous


def _edited(content: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return rng.choice([content[:at], content[:at] + b"0" + content[at + 1 :], content + b"\n"])


def run(acts: Callable[[int, Path], Outcome], seeds: Sequence[int]) -> list[Outcome]:
    """Play these seeds one after the other."""
    with TemporaryDirectory(prefix="ledger-") as name:
        return [acts(seed, Path(name)) for seed in seeds]


def _shares(first: int, number: int, workers: int) -> Iterator[Sequence[int]]:
    return (range(first + one, first + number, workers) for one in range(workers))


def main(words: Sequence[str] | None = None) -> int:
    """0 only if every tampering was found and no honest bundle was accused."""
    given = _arguments(words)
    began = time.monotonic()
    sys.stderr.write(f"seed {given.seed}\n")
    with ProcessPoolExecutor(given.workers, get_context("spawn")) as pool:
        tried = [
            pool.submit(run, tamper, one)
            for one in _shares(given.seed, given.tampers, given.workers)
        ]
        kept = [
            pool.submit(run, keep_honest, one)
            for one in _shares(given.seed, given.honest, given.workers)
        ]
        tampers = [one for share in tried for one in share.result()]
        honests = [one for share in kept for one in share.result()]
    return close(tampers, honests, time.monotonic() - began)


def close(tampers: Sequence[Outcome], honests: Sequence[Outcome], seconds: float) -> int:
    """Say how it went."""
    missed = [one for one in tampers if one.code == 0]
    accused = [one for one in honests if one.code != 0]
    sys.stderr.writelines(f"{one}\n" for one in [*missed, *accused][:20])
    acts = len({one.act for one in tampers})
    sys.stdout.write(
        f"found {len(tampers) - len(missed)} of {len(tampers)} tampers of {acts} kinds"
        f" · false alarms {len(accused)} of {len(honests)} honest bundles · {seconds:.0f} s\n"
    )
    return 1 if missed or accused else 0


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ledger.campaign", description=__doc__)
    parser.add_argument("--tampers", type=int, default=10_000)
    parser.add_argument("--honest", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
