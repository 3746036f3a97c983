"""How long and how much memory the stand-alone verifier takes.

`python -m tests.ledger.measure --answers 100000` makes a bundle of that many answers and prints
one closing line; it ends with 1 above 10 seconds or 200 MB.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from auditor import verify_bundle
from tests.ledger.auditing import KEYS
from tests.ledger.fabricate import pack, signed
from tests.ledger.history import crowd

SECONDS, MEGABYTES = 10, 200


def make(answers: int, file: Path) -> None:
    """Write the bundle."""
    pack(signed(crowd(Random(1), answers).files()), file)


def main(words: Sequence[str] | None = None) -> int:
    """0 within the limits."""
    parser = argparse.ArgumentParser(prog="python -m tests.ledger.measure", description=__doc__)
    parser.add_argument("--answers", type=int, default=100_000)
    answers = parser.parse_args(words).answers
    with TemporaryDirectory(prefix="ledger-") as name:
        file = Path(name) / "bundle.zip"
        with ProcessPoolExecutor(1, get_context("spawn")) as other:  # this one must stay small
            other.submit(make, answers, file).result()
        size = file.stat().st_size / 1e6
        began = time.monotonic()
        program = [sys.executable, "-I", str(verify_bundle.__file__), str(file), *KEYS]
        with subprocess.Popen(program) as running:
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        seconds, memory = time.monotonic() - began, used.ru_maxrss / 1024
    said = f"{answers} answers, {size:.0f} MB: {seconds:.1f} s, {memory:.0f} MB"
    sys.stdout.write(f"{said}, exit {running.returncode}\n")
    return int(running.returncode != 0 or seconds > SECONDS or memory > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
