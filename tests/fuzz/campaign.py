"""Feeds a target with bytes: `python -m tests.fuzz.campaign --target taps --runs 1000000`.

With atheris on the path (`make fuzz` puts it there) it looks for ways not gone yet; without, bytes
are changed at random. The closing line says which it was; a finding is printed in hex.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random, SystemRandom

from tests.fuzz.mutating import mutated
from tests.fuzz.targets import TARGETS, Target


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing slipped."""
    given = _arguments(words)
    began = time.monotonic()
    has_atheris = importlib.util.find_spec("atheris") is not None
    if has_atheris:
        runs, findings = _explore(given)
    else:
        runs, findings = _change(TARGETS[given.target], given, Random(given.seed))
    for line in findings:
        sys.stderr.write(f"{line}\n")
    engine = "atheris" if has_atheris else "changed at random"
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"{given.target} · runs {runs} · findings {len(findings)} · {engine} · {seconds:.0f} s\n"
    )
    return 1 if findings else 0


def _change(target: Target, given: argparse.Namespace, chance: Random) -> tuple[int, list[str]]:
    runs, findings, until = 0, [], time.monotonic() + given.seconds
    for data in mutated(target.seeds, chance):
        if runs >= given.runs or time.monotonic() > until:
            break
        runs += 1
        try:
            target.try_out(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            findings.append(f"{type(error).__name__}: {data.hex()}")
    return runs, findings


def _explore(given: argparse.Namespace) -> tuple[int, list[str]]:
    """In a process of its own, which atheris ends itself."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        for number, seed in enumerate(TARGETS[given.target].seeds):
            (Path(name) / f"seed-{number}").write_bytes(seed)
        options = [f"-runs={given.runs}", f"-max_total_time={given.seconds}"]
        options += [f"-seed={given.seed}", "-max_len=4096"]
        options += ["-print_final_stats=1", f"-artifact_prefix={name}/found-", name]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.exploring", given.target, *options],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        found = [one.read_bytes().hex() for one in Path(name).glob("found-*")]
    if done.returncode and not found:
        raise RuntimeError(done.stderr[-2000:])
    ran = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed" in line]
    return int(ran[-1]) if ran else 0, found


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.campaign")
    parser.add_argument("--target", choices=TARGETS, required=True)
    parser.add_argument("--runs", type=int, default=1_000_000_000)
    parser.add_argument("--seconds", type=int, default=480, help="or so long")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1, 10**6))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
