"""The real evidence worker in a process of its own, which kills itself at every step once an album.

The worker, its database, its store and its HTTP client are the product's; only time runs faster.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from storage.uploads import Batch

WARM = ["tests.faults.evidence_steps", "tests.faults.evidence_world", "aiosqlite", "asyncpg"]
SPEED = 100
"""Seconds of the worker's clock in one of ours: its pauses between tries are long."""

POINTS = (
    "fetch",
    "chunk",
    "fsync-spool",
    "look",
    "fsync-put",
    "renamed",
    "fsync-name",
    "commit",
    "row",
    "committed",
    "tell",
    "told",
)


@dataclass(frozen=True)
class Life:
    """What a program is told. `deaths` is a folder: a file there is a death already died."""

    url: str
    base: str
    store: Path
    deaths: Path
    log: Path
    began: float
    broken: str = ""


@dataclass
class _Attempt:
    """The album an upload is of, and which syscalls it has come past."""

    album: str
    syncs: list[str] = field(default_factory=lambda: ["fsync-spool", "fsync-put", "fsync-name"])


_attempt: ContextVar[_Attempt] = ContextVar("_attempt")


def start(life: Life) -> Process:
    """Forked from a process that has imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload(WARM)
    made = context.Process(target=_live, args=(life,))
    made.start()
    return made


def clock_from(began: float) -> Callable[[], float]:
    """Seconds since 1970, running fast since `began`."""
    return lambda: began + (time.time() - began) * SPEED


def _live(life: Life) -> None:
    threading.Thread(target=_die_with_the_world, daemon=True).start()
    handle = os.open(life.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, sys.stdout.fileno())
    os.dup2(handle, sys.stderr.fileno())
    asyncio.run(_work(life))


def _die_with_the_world() -> None:
    """A campaign that is itself killed leaves no worker behind."""
    if world := parent_process():
        world.join()
    os._exit(1)


def _reach(deaths: Path, point: str) -> None:
    """Die here, unless this album has died here before."""
    attempt = _attempt.get(None)
    if attempt is None:
        return
    try:
        (deaths / f"{attempt.album}.{point}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _mortal_syscalls(deaths: Path) -> None:
    """Right after each fsync and rename of the evidence path."""
    fsync, replace = os.fsync, Path.replace

    def mortal_fsync(handle: int) -> None:
        fsync(handle)
        attempt = _attempt.get(None)
        if attempt is not None and attempt.syncs:
            _reach(deaths, attempt.syncs.pop(0))

    def mortal_replace(path: Path, target: Path) -> Path:
        moved = replace(path, target)
        _reach(deaths, "renamed")
        return moved

    patch.object(os, "fsync", mortal_fsync).start()
    patch.object(Path, "replace", mortal_replace).start()


async def _work(life: Life) -> None:
    from aiohttp import ClientSession

    from bot.evidence.worker import EvidenceWorker
    from storage.database import Database
    from tests.evidence.server import talking_to
    from tests.faults.evidence_steps import storing

    seconds = clock_from(life.began)
    database = Database(life.url)
    _mortal_syscalls(life.deaths)

    class Fast(EvidenceWorker):
        async def look(self) -> float:
            return await super().look() / SPEED

    async with talking_to(life.base) as bot, ClientSession(life.base) as http:

        async def report(batch: "Batch") -> None:
            await _tell(http, life, batch)

        async def tell(batch: "Batch") -> None:
            await _post(http, batch)

        steps = storing(life, bot, database, tell)
        worker = Fast(
            steps, database, report, lambda: datetime.fromtimestamp(seconds(), UTC), seconds
        )
        await worker.run(asyncio.Event())


async def _tell(http: "ClientSession", life: Life, batch: "Batch") -> None:
    if batch.is_settled:
        _attempt.set(_Attempt(album_of(batch.staff_id, batch.album)))
        _reach(life.deaths, "tell")
    await _post(http, batch)
    _reach(life.deaths, "told")


async def _post(http: "ClientSession", batch: "Batch") -> None:
    told = {"uploads": [asdict(one) for one in batch.uploads]}
    async with http.post("/told", json=told) as answer:
        answer.raise_for_status()


def album_of(staff: int, album: str) -> str:
    """The name deaths know an album by."""
    return f"{staff}-{album}"


def enter(staff: int, album: str) -> None:
    """From here on, this task works for that album."""
    _attempt.set(_Attempt(album_of(staff, album)))


def reach(life: Life, point: str) -> None:
    """A step of the evidence path."""
    _reach(life.deaths, point)


async def mortal(life: Life, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """In the middle of a download."""
    async for chunk in chunks:
        reach(life, "chunk")
        yield chunk
