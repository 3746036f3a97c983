"""Contents of files, in memory or in a folder; named by their own digest."""

import hashlib
from pathlib import Path

from bot.simulator.disk import write_safely


class Blobs:
    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        if self._folder is None:
            self._held[digest] = content
        elif not (self._folder / digest).exists():
            write_safely(self._folder / digest, content)
        return digest

    def get(self, digest: str) -> bytes:
        return self._held[digest] if self._folder is None else (self._folder / digest).read_bytes()
