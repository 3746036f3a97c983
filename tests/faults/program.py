"""The real bot program in a process of its own, forked from a warm one: a start costs no import."""

import asyncio
import os
import sys
import threading
from collections.abc import Mapping
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerContext
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path
from typing import Literal

from tests.faults import lean

Mode = Literal["polling", "webhook"]
WARM = [
    lean.__name__,
    "bot.program",
    "bot.handlers",
    "storage.database",
    "asyncpg",
    "tests.faults.world",
]


def warm() -> ForkServerContext:
    """Everything is imported once, by the server that all programs are forked from."""
    context = get_context("forkserver")
    context.set_forkserver_preload(WARM)
    return context


def start(
    environment: Mapping[str, str], log: Path, broken: str, mode: Mode = "polling"
) -> Process:
    """A new bot program; `broken` names what is spoiled in it, usually nothing."""
    made = warm().Process(target=_run, args=(dict(environment), str(log), broken, mode))
    made.start()
    return made


async def ended(process: Process) -> int:
    """Wait for the end; minus nine is a kill."""
    await asyncio.to_thread(process.join)
    code = process.exitcode
    process.close()
    return code if code is not None else 0


def _run(environment: dict[str, str], log: str, broken: str, mode: Mode) -> None:
    from bot import program
    from bot.settings import load_settings
    from tests.faults import breaks

    threading.Thread(target=_die_with_the_world, daemon=True).start()
    _write_to(log)
    os.environ.update(environment)
    breaks.spoil(broken)
    program.run(load_settings(), mode)


def _die_with_the_world() -> None:
    """A campaign that is itself killed leaves no bot behind."""
    if world := parent_process():
        world.join()
    os._exit(1)


def _write_to(log: str) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, sys.stdout.fileno())
    os.dup2(handle, sys.stderr.fileno())
    os.close(handle)
