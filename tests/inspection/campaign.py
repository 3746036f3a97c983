"""Run every file of a folder through the inspector, and weigh the parent: prints one JSON line."""

import asyncio
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from bot.inspection.inspector import inspect
from bot.inspection.verdict import Verdict

AT_ONCE = 4


def resident_bytes() -> int:
    """The memory this process holds now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


async def look(path: Path, free: asyncio.Semaphore) -> Verdict:
    """One file, when one of the children is done."""
    async with free:
        return await inspect(path)


async def campaign(folder: Path) -> dict[str, object]:
    """Verdicts by file, growth of this process, seconds."""
    files, free = sorted(folder.iterdir()), asyncio.Semaphore(AT_ONCE)
    await inspect(files[0])
    before, began = resident_bytes(), time.monotonic()
    verdicts = await asyncio.gather(*(look(path, free) for path in files))
    return {
        "verdicts": {
            path.name: asdict(verdict) for path, verdict in zip(files, verdicts, strict=True)
        },
        "grown": resident_bytes() - before,
        "seconds": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(campaign(Path(sys.argv[1])))))  # noqa: T201 - a program that prints
