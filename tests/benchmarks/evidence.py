"""Evidence intake: files a second from Telegram into safety, beside writing the same bytes."""

import asyncio
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from tests.benchmarks.children import Used, run
from tests.benchmarks.tables import table, times
from tests.evidence.server import Files, serving
from tests.inspection.good_files import photo

BASE = "write, fsync, rename, fsync of the folder"
OURS = "the evidence worker"


@dataclass(frozen=True)
class Taken:
    """So many files of so many kilobytes; `seconds` and `cpu` without the start of the program."""

    way: str
    files: int
    kilobytes: float
    seconds: float
    cpu: float
    used: Used | None = None


def measure(size: int, folder: Path) -> list[Taken]:
    """The floor, then the product's worker in a process of its own."""
    folder.mkdir()
    contents = [picture(number) for number in range(size)]
    mean = sum(map(len, contents)) / size / 1000
    cpu = time.process_time()
    floor = _written(contents, folder / "plain")
    cpu = time.process_time() - cpu
    return [
        Taken(BASE, size, mean, floor, cpu),
        Taken(OURS, size, mean, *asyncio.run(_fetched(contents, folder))),
    ]


def picture(number: int) -> bytes:
    """As a phone sends it through Telegram: about 100 kB, no two alike."""
    seen, out = _scene().copy(), io.BytesIO()
    seen.putpixel((number % 1280, number // 1280), (255, 0, 0))
    seen.save(out, "JPEG", quality=70)
    return out.getvalue()


@cache
def _scene() -> Image.Image:
    noise = Image.effect_noise((1280, 960), 16).convert("RGB")
    return Image.blend(photo(1280, 960), noise, 0.12)


def _written(contents: Sequence[bytes], folder: Path) -> float:
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    began = time.perf_counter()
    for number, content in enumerate(contents):
        draft = folder / f"{number}.part"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(folder / f"{number}.jpg")
        os.fsync(handle)
    seconds = time.perf_counter() - began
    os.close(handle)
    return seconds


async def _fetched(contents: Sequence[bytes], folder: Path) -> tuple[float, float, Used]:
    files = Files({f"file-{number}": content for number, content in enumerate(contents)})
    async with serving(files):
        words = [files.base, str(len(contents))]
        command = [sys.executable, "-m", "tests.benchmarks.evidence_work", *words]
        used = await asyncio.to_thread(run, command, folder)
    last = (folder / "said").read_text(encoding="utf-8").splitlines()[-1]
    said = json.loads(last)
    return said["seconds"], said["cpu"], used


def evidence_table(every: Sequence[Taken]) -> str:
    """A line for each way."""
    floor = next(one.seconds for one in every if one.way == BASE)
    rows = [
        [
            one.way,
            str(one.files),
            f"{one.kilobytes:.0f}",
            f"{one.files / one.seconds:,.0f}",
            times(floor, one.seconds),
            f"{one.cpu / one.files * 1000:.1f}",
        ]
        for one in every
    ]
    return table(["evidence", "files", "kB each", "files/s", "× disk", "CPU ms/file"], rows)
