"""Contenders forked from one process that has imported everything: a start costs no import."""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.benchmarks.programs import Contender
from tests.faults.program import WARM


class Forked:
    """Such a process, in the words of `subprocess.Popen`."""

    def __init__(self, process: ForkServerProcess) -> None:
        process.start()
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        """How it ended, if it did."""
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Until it ends, or the time is over."""
        self._process.join(timeout)
        return self._process.exitcode or 0


def forked(contender: Contender, environment: Mapping[str, str], log: Path) -> Forked:
    """Our own program, or the tutorial's."""
    context = get_context("forkserver")
    context.set_forkserver_preload([*WARM, "bot.webhook", "aiogram.webhook.aiohttp_server"])
    work = (contender.mode if contender.is_ours else "", dict(environment), str(log))
    return Forked(context.Process(target=_run, args=work, daemon=True))


def _run(mode: str, environment: dict[str, str], log: str) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(handle, sys.stdout.fileno())
    os.dup2(handle, sys.stderr.fileno())
    os.environ.update(environment)
    if mode:
        from bot import program
        from bot.settings import load_settings

        program.run(load_settings(), "webhook" if mode == "webhook" else "polling")
    else:
        from tests.benchmarks.contenders import tutorial

        tutorial.main()
