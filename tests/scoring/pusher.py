"""The real `loket` command in a process of its own, forked from a warm one: kills are cheap."""

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerContext
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path

WARM = [
    "admin_cli.main",
    "admin_cli.pushing.rounds",
    "admin_cli.bundle.weeks",
    "aiosqlite",
    "bot.evidence.place",
    "bot.settings",
    "tests.scoring.world",
]
HOURS = "PUSHER_HOURS"  # how far the command's clock is ahead
BREAK = "PUSHER_BREAK"


def warm() -> ForkServerContext:
    """Everything is imported once, by the server that all programs are forked from."""
    context = get_context("forkserver")
    context.set_forkserver_preload(WARM)
    return context


def start(folder: Path, environment: Mapping[str, str], words: Sequence[str]) -> Process:
    """`loket WORDS` in that folder; what it prints is in `said`, words for people in `log`."""
    made = warm().Process(target=_run, args=(str(folder), dict(environment), list(words)))
    made.start()
    return made


def said(folder: Path, environment: Mapping[str, str], *words: str) -> str:
    """What a command prints that ends well."""
    process = start(folder, environment, words)
    process.join()
    if process.exitcode:
        raise RuntimeError((folder / "log").read_text())
    return (folder / "said").read_text()


def _run(folder: str, environment: dict[str, str], words: list[str]) -> None:
    from admin_cli.main import app

    threading.Thread(target=_die_with_the_world, daemon=True).start()
    os.chdir(folder)
    os.environ.update(environment)
    for name, stream, how in (("said", sys.stdout, os.O_TRUNC), ("log", sys.stderr, os.O_APPEND)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | how, 0o600), stream.fileno())
    _hurry()
    if environment.get(BREAK):
        _believe_everything()
    app(words)


def _hurry() -> None:
    """Pauses of a moment, and a clock that may be days ahead."""
    from admin_cli import clock
    from admin_cli.pushing import rounds
    from admin_cli.pushing.carrying import Pace

    ahead, now = timedelta(hours=int(os.environ.get(HOURS, "0"))), clock.now
    clock.now = lambda: now() + ahead
    rounds.PACE = Pace(first_wait=0.01, longest_wait=0.02, patience=3)


def _believe_everything() -> None:
    """What a careless pusher does: what was sent has arrived. The campaign must see through it."""
    from admin_cli.pushing import carrying
    from storage.pushes import Receipt

    vars(carrying)["Receipt"] = lambda _, at, said: Receipt("delivered", at, said)


def _die_with_the_world() -> None:
    """A campaign that is itself killed leaves no program behind."""
    if world := parent_process():
        world.join()
    os._exit(1)
