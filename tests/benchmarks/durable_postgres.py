"""A PostgreSQL that keeps what it has committed: the tests' own server is set not to."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import command_user, options, postgres_folder
from tests.servers import PATIENCE, free_port, run_as, running, wait_until

_KEEPING = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on")


@contextmanager
def durable_postgres(folder: Path) -> Iterator[str]:
    """Serve from `folder` until the block ends; yields the URL to which `/database` is added."""
    binaries, account = postgres_folder(), command_user()
    folder.mkdir(mode=0o700)
    if account:
        shutil.chown(folder, account, account)
    data, port = folder / "data", free_port()
    run_as(account, folder, [binaries / "initdb", "--pgdata", data, *options("initdb")])
    kept = [word for setting in _KEEPING for word in ("-c", setting)]  # the last word counts
    served: list[str | Path] = [
        binaries / "postgres",
        "-D",
        data,
        *options("postgres", folder, port),
    ]
    served += kept
    with running(account, folder, served, port):
        asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_until(lambda: subprocess.run(asked, check=False).returncode == 0, PATIENCE)
        yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}"
