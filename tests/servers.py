"""Real servers for the test run: started when first asked for, gone when the run is.

A run owns a folder and holds a lock on `alive` in it. Whichever worker asks first starts a keeper
process; the keeper serves until the kernel frees that lock, so even a killed run leaves nothing.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tests.postgres import command_user, options, postgres_folder

PATIENCE = 60.0
PAUSE = 0.05


class ServerDied(RuntimeError):
    """The server ended before it answered; the message is its own log."""


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Serve from `folder` until the block ends; yields the URL to which `/database` is added.

    Run as root, the server lives under another account: it must be able to enter the parents.
    """
    binaries, account = postgres_folder(), command_user()
    folder.mkdir(mode=0o700)
    if account:
        shutil.chown(folder, account, account)
    try:
        data = folder / "data"
        run_as(account, folder, [binaries / "initdb", "--pgdata", data, *options("initdb")])
        port = free_port()
        served: list[str | Path] = [binaries / "postgres", "-D", data]
        served += options("postgres", folder, port)
        with running(account, folder, served, port):
            asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(lambda: subprocess.run(asked, check=False).returncode == 0, PATIENCE)
            yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as(account: str | None, folder: Path, command: Sequence[str | Path]) -> None:
    """Run one command to its end; its words become the error when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        user=account,
        group=account,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServerDied(done.stderr)


@contextmanager
def running(
    account: str | None,
    folder: Path,
    command: Sequence[str | Path],
    port: int,
    stop: signal.Signals = signal.SIGQUIT,
) -> Iterator[None]:
    """Keep one server process up for the block, and wait first until its port answers.

    `stop` ends it now: nothing here is worth a checkpoint.
    """
    log = folder / "log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, cwd=folder, user=account, group=account, stdout=said, stderr=said
        )
    try:
        wait_until_it_answers(server, port, log)
        yield
    finally:
        server.send_signal(stop)
        server.wait(timeout=PATIENCE)


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return once `port` accepts a connection."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(PAUSE)
    raise ServerDied(log.read_text())


def shared_postgres(run: Path) -> str:
    """The URL of the run's one PostgreSQL; the first worker to ask has it started."""
    url, trouble = run / "postgres.url", run / "postgres.trouble"
    with locked(run / "postgres.lock"):
        if not url.exists() and not trouble.exists():
            keeper = [sys.executable, "-m", "tests.servers", str(run)]
            found = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
            os.posix_spawn(sys.executable, keeper, found, setsid=True)
        wait_until(lambda: url.exists() or trouble.exists(), PATIENCE)
    if url.exists():
        return url.read_text()
    raise ServerDied(trouble.read_text() if trouble.exists() else "the keeper never answered")


@contextmanager
def locked(path: Path) -> Iterator[IO[bytes]]:
    """Hold a file lock that the kernel frees if this process dies."""
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Return once `holds()`, or when `seconds` have passed."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(PAUSE)


def sweep(runs: Iterable[Path], *, before: float) -> None:
    """Remove folders of runs that were killed before a keeper could care: old, and not locked."""
    for run in runs:
        alive = run / "alive"
        with suppress(OSError), alive.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if alive.stat().st_mtime < before:
                shutil.rmtree(run, ignore_errors=True)


def keep(run: Path) -> None:
    """Serve PostgreSQL until the run lets go of its lock, then remove the run's folder."""
    try:
        with postgres_server(run / "postgres") as url:
            publish(run / "postgres.url", url)
            with locked(run / "alive"):
                pass
    except Exception as problem:  # noqa: BLE001 - whatever it was, the waiting tests must say it
        publish(run / "postgres.trouble", str(problem))
        return
    shutil.rmtree(run, ignore_errors=True)


def publish(path: Path, text: str) -> None:
    """Write so that a reader sees all of it or no file."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(path)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
