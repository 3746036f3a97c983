"""How much memory a weekly export takes, however many responses there are.

`python -m tests.scoring.memory 1000 10000 100000 1000000` prints a line for each size; every export
is a process of its own. The short version is tests/admin_cli/test_export_memory.py.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from storage.database import Database
from tests.answering import moment
from tests.scoring.crowd import crowd

LOKET = str(Path(sys.executable).parent / "loket")
SET_UP = (
    ("init",),
    ("instansi", "add", "kota", "Kota"),
    ("lokus", "add", "pkm", "Puskesmas", "--instansi", "kota"),
    ("period", "open", "2026", "--from", "2026-01-01", "--until", "2026-12-31"),
)
EXPORT = ("export", "week", "2026-W02", "--json")
PEAK = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],check=True);"
PEAK += "print('peak',resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


def main() -> None:
    """One line a size."""
    for size in map(int, sys.argv[1:] or ["1000", "10000", "100000", "1000000"]):
        with tempfile.TemporaryDirectory(prefix="memory-") as name:
            folder = Path(name)
            for words in SET_UP:
                _run(folder, LOKET, *words)
            asyncio.run(_fill(f"sqlite:///{folder}/loket.db", size))
            began = time.monotonic()
            said = _run(folder, sys.executable, "-c", PEAK, LOKET, *EXPORT)
            seconds = time.monotonic() - began
        peak = int(re.findall(r"peak (\d+)", said)[0]) // 1024
        sys.stdout.write(f"{size} responses: peak {peak} MB, {seconds:.0f} s\n")
        sys.stdout.flush()


async def _fill(url: str, size: int) -> None:
    database = Database(url)
    work = partial(crowd, lokus="pkm", period="2026", at=moment("2026-01-07 02:00"), size=size)
    async with database.writing() as connection:
        await work(connection)
    await database.close()


def _run(folder: Path, *command: str) -> str:
    environment = {name: said for name, said in os.environ.items() if "LOKET" not in name}
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
