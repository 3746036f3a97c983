"""A command in a process of its own, and what it used."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LOKET = str(Path(sys.executable).parent / "loket")
ROOT = Path(__file__).resolve().parents[2]
_LAUNCHER = str(Path(__file__).with_name("launcher.py"))


class CommandFailed(RuntimeError):
    """It ended badly; the message is its last words."""


@dataclass(frozen=True)
class Used:
    """Seconds on the clock and of CPU, and the most megabytes it held."""

    seconds: float
    cpu: float
    peak: float


def run(command: Sequence[str], folder: Path, out: str = "said") -> Used:
    """Run it in `folder`; what it prints goes into the file `out` there."""
    plain = {name: said for name, said in os.environ.items() if not name.startswith("LOKET_")}
    plain |= {"PYTHONPATH": str(ROOT)}
    launched = [sys.executable, "-I", _LAUNCHER, "used.json", *command]
    with (folder / out).open("wb") as said, (folder / "trouble").open("wb") as trouble:
        done = subprocess.run(
            launched, cwd=folder, env=plain, stdout=said, stderr=trouble, check=False
        )
    if done.returncode:
        raise CommandFailed((folder / "trouble").read_text(encoding="utf-8")[-2000:])
    return Used(**json.loads((folder / "used.json").read_text(encoding="utf-8")))


def middle(every: Sequence[Used]) -> Used:
    """The median of each figure, but for the peak."""
    return Used(
        median(one.seconds for one in every),
        median(one.cpu for one in every),
        max(one.peak for one in every),
    )
