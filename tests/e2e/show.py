"""`loket demo` as a process that a test starts, asks and stops."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.servers import free_port, wait_until

LOKET = Path(sys.executable).with_name("loket")
SITI = 7001
Json = dict[str, Any]
START, STOP = 240.0, 60.0  # generous: importing the bot takes seconds on a busy machine


@dataclass
class Show:
    """One run of the command on a folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[str]:
        command = [str(LOKET), "demo", "--port", str(self.port), "--data", str(self.folder)]
        return subprocess.Popen(
            command,
            cwd=self.folder.parent,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def get(self, path: str) -> Json:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            shown: Json = json.load(answer)
            return shown

    def read(self, path: str) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            content: bytes = answer.read()
            return content

    def post(self, path: str, body: object) -> Json:
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urlopen(asked, timeout=5) as answer:
            said: Json = json.load(answer)
            return said

    def bot_is(self, state: str) -> bool:
        try:
            return bool(self.get("/sim/state")["botProcess"] == state)
        except OSError:
            return False

    def said(self) -> list[str]:
        """What the bot and Siti have said to each other."""
        return [one["text"] for one in self.get(f"/sim/chats/{SITI}")["messages"]]

    def scan(self) -> None:
        """Siti scans the first poster, and the bot answers."""
        known = len(self.said())
        poster = self.get("/sim/state")["posters"][0]
        self.post(f"/sim/chats/{SITI}/scan", {"link": poster["link"]})
        must(lambda: len(self.said()) >= known + 2)

    def children(self) -> list[int]:
        """Processes at work in the folder: the bot."""
        return [int(one.name) for one in Path("/proc").glob("[0-9]*") if self._is_ours(one)]

    def _is_ours(self, process: Path) -> bool:
        try:
            return (process / "cwd").readlink() == self.folder and (
                "State:\tZ" not in (process / "status").read_text()
            )
        except OSError:
            return False


def must(holds: Callable[[], bool], within: float = START) -> None:
    wait_until(holds, within)
    assert holds()


@contextmanager
def started(show: Show) -> Iterator[subprocess.Popen[str]]:
    """The demo on its way; killed at the end if the test did not stop it."""
    process = show.start()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def running(show: Show) -> Iterator[subprocess.Popen[str]]:
    """The demo with its bot ready."""
    with started(show) as process:
        wait_until(lambda: show.bot_is("running") or process.poll() is not None, START)
        if process.poll() is not None:
            pytest.fail("".join(process.communicate()))
        yield process
