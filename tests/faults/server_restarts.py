"""PostgreSQL is thrown over again and again while people answer: the bot waits for it and goes on.

`python -m tests.faults.server_restarts --restarts 100` prints one closing line. The server is told
to quit at once, as by `pg_ctl stop -m immediate`: no connection is said goodbye to, and its next
start has to recover.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random, SystemRandom
from unittest.mock import patch

from tests.databases import postgres_url
from tests.faults.citizen import all_finish
from tests.faults.findings import close
from tests.faults.indoors import House, living, quiet
from tests.faults.power.verdict import Found, judge_journal
from tests.postgres import command_user, options, postgres_folder
from tests.servers import PATIENCE, free_port, run_as, running, wait_until

_SAFE = [
    word for name in ("synchronous_commit", "full_page_writes") for word in ("-c", f"{name}=on")
]
_BETWEEN = (0.3, 2.0)  # seconds the server lives
_AWAY = (0.0, 1.5)
_LONGEST_PAUSE = 0.3  # of the bot between tries; fifteen seconds are for a longer outage
Serve = Callable[[], AbstractContextManager[None]]


@contextmanager
def prepared(folder: Path) -> Iterator[tuple[str, Serve]]:
    """The URL of a server that is not running, and how to run it."""
    binaries, account = postgres_folder(), command_user()
    folder.mkdir(mode=0o700)
    if account:
        shutil.chown(folder, account, account)
    data, port = folder / "data", free_port()
    run_as(account, folder, [binaries / "initdb", "--pgdata", data, *options("initdb")])
    served: list[str | Path] = [binaries / "postgres", "-D", data]
    served += [*options("postgres", folder, port), *_SAFE]
    asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]

    @contextmanager
    def serve() -> Iterator[None]:
        """Once it has recovered; the bot meets it before."""
        with running(account, folder, served, port):
            wait_until(lambda: subprocess.run(asked, check=False).returncode == 0, PATIENCE)
            yield

    yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}", serve


async def play(folder: Path, restarts: int, seed: int) -> tuple[Found, bool]:
    """What was found, and whether somebody could not finish."""
    with prepared(folder / "postgres") as (server, serve):
        with serve():
            house = House(folder / "house", seed, server=await postgres_url(server))
            await house.furnish()
        stopped = await _live(house, serve, restarts)
        with serve():
            return await judge_journal(house), stopped


async def _live(house: House, serve: Serve, restarts: int) -> bool:
    """The server is stopped beside the people, not between them."""
    chance, stop, up = Random(house.seed), asyncio.Event(), serve()
    await asyncio.to_thread(up.__enter__)
    async with living(house) as life:
        lives = {asyncio.create_task(one.live(stop)) for one in life.people}
        for _ in range(restarts):
            await asyncio.sleep(chance.uniform(*_BETWEEN))
            await asyncio.to_thread(up.__exit__, None, None, None)
            await asyncio.sleep(chance.uniform(*_AWAY))
            up = serve()
            await asyncio.to_thread(up.__enter__)
        stopped = not await all_finish(lives, stop)
    up.__exit__(None, None, None)
    return stopped


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nothing was lost, doubled or damaged, and everybody finished."""
    given = _arguments(words)
    began = time.monotonic()
    quiet()
    patch("bot.receiver._LONGEST_PAUSE", _LONGEST_PAUSE).start()
    with tempfile.TemporaryDirectory(prefix="restarts-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # a server under another account passes through
        found, stopped = asyncio.run(play(folder, given.restarts, given.seed))
    tried = {"restarts": given.restarts, "told": found.told}
    return close(began, [found], tried, {"stopped": int(stopped)})


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.server_restarts")
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
