"""Where a demo lives: its folder, which one demo owns at a time, and its address."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from admin_cli.door import WrongUse

_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True, slots=True)
class Place:
    """`host` is what is listened on; `folder` is absolute."""

    folder: Path
    host: str
    port: int

    @property
    def env_file(self) -> Path:
        return self.folder / ".env"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'loket.db'}"

    @property
    def evidence(self) -> Path:
        """Where the files that prove F-01 lie."""
        return self.folder / "evidence"

    @property
    def telegram(self) -> Path:
        """What the simulator keeps: it plays Telegram."""
        return self.folder / "telegram"

    @property
    def posters(self) -> Path:
        return self.folder / "posters"

    @property
    def bot_log(self) -> Path:
        return self.folder / "bot.log"

    @property
    def name(self) -> str:
        """The host as browsers near and far write it."""
        return _own_address() if self.host in _ANYWHERE else self.host

    @property
    def address(self) -> str:
        """What people open."""
        return f"http://{_bracketed(self.name)}:{self.port}/"

    @property
    def api_base(self) -> str:
        """What the bot talks to, from this machine."""
        near = "127.0.0.1" if self.host in _ANYWHERE else self.host
        return f"http://{_bracketed(near)}:{self.port}"


def require_free(host: str, port: int) -> None:
    """Raises WrongUse with another port that is free; touches nothing."""
    try:
        _listen_once(host, port)
    except OSError as error:
        raise WrongUse(_trouble(host, port, error), "port.taken") from error


def free_port(host: str) -> int:
    """A port nobody listens on now."""
    return _listen_once(host, 0)


@contextmanager
def only_one(place: Place) -> Iterator[None]:
    """Own the folder while the block runs; the kernel lets go of it if we are killed."""
    if (place.env_file.exists() or place.keys.exists()) and not place.telegram.exists():
        raise WrongUse(f"{place.folder} holds an installation, not a demo: choose another --data")
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place.folder / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            words = f"another demo runs in {place.folder}: stop it, or choose another --data"
            raise WrongUse(words, "demo.running") from error
        yield


def require_demo(place: Place) -> None:
    """Raises WrongUse for any other folder: what is made up has no place among real answers."""
    made = (place.telegram / "telegram.json", place.folder / "demo.lock", place.env_file)
    if not all(one.is_file() for one in made):
        words = f"{place.folder} is not the folder of a demo: `loket demo --data FOLDER` makes one"
        raise WrongUse(words, "demo.none")


def _listen_once(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen()
        return int(probe.getsockname()[1])


def _trouble(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: try --port {free_port(host)}"
    if error.errno == errno.EACCES:
        return f"port {port} needs an administrator: try --port {free_port(host)}"
    reason = os.strerror(error.errno) if isinstance(error.errno, int) else str(error)
    return f"cannot listen on {host}: {error.strerror or reason}; choose another --host"


def _own_address() -> str:
    """Which of our addresses faces the network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
