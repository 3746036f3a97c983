"""Where PostgreSQL is on this machine, and how a throw-away server of it is set."""

import os
import pwd
import shutil
from pathlib import Path
from typing import Literal

ROOT = 0
DEBIAN = Path("/usr/lib/postgresql")


class PostgresMissing(RuntimeError):
    """No PostgreSQL server program was found; the storage tests are never skipped for that."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL's `initdb` is not on PATH nor under /usr/lib/postgresql: run"
            " `scripts/system-packages`, or install the package `postgresql`"
            " (Debian, Ubuntu: `sudo apt-get install postgresql`)"
        )


def postgres_folder(debian: Path = DEBIAN) -> Path:
    """The folder with `initdb` and `postgres`: from PATH, else the newest that Debian keeps."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    kept = [path.parent for path in debian.glob("*/bin/initdb")]
    if not kept:
        raise PostgresMissing
    return max(kept, key=lambda folder: [int(part) for part in folder.parent.name.split(".")])


def command_user() -> str | None:
    """The account to run the server as: PostgreSQL refuses root, so root lends it another."""
    if os.geteuid() != ROOT:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def options(
    program: Literal["initdb", "postgres"], folder: Path = Path(), port: int = 0
) -> list[str]:
    """Many tiny databases, many workers, and nothing that has to survive."""
    if program == "initdb":
        plain = ["--no-sync", "--no-locale", "--encoding=UTF8"]
        return [*plain, "--auth=trust", "--username=postgres"]
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 300,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "autovacuum": "off",
        "shared_buffers": "64MB",
        "log_min_messages": "fatal",
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
