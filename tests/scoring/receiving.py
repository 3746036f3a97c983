"""A receiver in a process of its own, and how the tests talk to it."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass(frozen=True)
class Post:
    """The address of a running receiver, and the folder it keeps bundles in."""

    url: str
    folder: Path

    def fails(self, faults: Mapping[str, Sequence[str]]) -> None:
        """What is to go wrong, by webhook-id; `*` is any."""
        body = json.dumps(faults).encode()
        with urllib.request.urlopen(self._at("faults"), data=body) as answer:
            answer.read()

    @property
    def bookings(self) -> list[str]:
        return list(self._told["bookings"])

    @property
    def answers(self) -> list[tuple[str, int | None, str]]:
        """Of every request: id, status, digest of the body."""
        return [(message, status, body) for message, status, body in self._told["answers"]]

    def held(self, message: str) -> bytes:
        return (self.folder / f"{message}.zip").read_bytes()

    @property
    def _told(self) -> Any:  # noqa: ANN401 - a JSON document
        with urllib.request.urlopen(self._at("books")) as answer:
            return json.load(answer)

    def _at(self, name: str) -> str:
        return self.url.replace("/bundles", f"/{name}")


@contextmanager
def receiver(folder: Path, public_key: Path, tolerance: int = 300) -> Iterator[Post]:
    """Start one; it goes when the block ends."""
    words = [folder, "--public-key", public_key, "--tolerance", tolerance]
    command = [sys.executable, "-m", "tests.scoring.receiver", *map(str, words)]
    environment = os.environ | {"RECEIVER_SECRET": SECRET}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield Post(process.stdout.readline().strip(), folder)
        finally:
            process.kill()
