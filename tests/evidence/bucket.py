"""A real S3 server process, moto's, with one bucket."""

import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen

from storage.evidence_store.opening import Access, open_store
from storage.evidence_store.store import EvidenceStore
from tests.servers import PATIENCE, free_port, wait_until_it_answers

_PROGRAM = Path(sys.executable).parent / "moto_server"


@dataclass
class Moto:
    """What it held is gone when it stops; the bucket `evidence` is made at each start."""

    log: Path
    port: int = 0
    process: Popen[bytes] | None = None

    def start(self) -> None:
        self.port = self.port or free_port()
        command = [str(_PROGRAM), "-H", "127.0.0.1", "-p", str(self.port)]
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(command, stdin=DEVNULL, stdout=said, stderr=said)
        wait_until_it_answers(self.process, self.port, self.log)
        self.empty()

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(timeout=PATIENCE)
            self.process = None

    def empty(self) -> None:
        """Forget everything but the empty bucket."""
        self._ask("POST", "moto-api/reset")
        self._ask("PUT", "evidence")

    def store(self, folder: Path, url: str = "s3://evidence/kota") -> EvidenceStore:
        access = Access(f"http://127.0.0.1:{self.port}", "us-east-1", "key", "secret")
        return open_store(url, folder / "spool", access)

    def _ask(self, method: str, path: str) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", method=method)
        urllib.request.urlopen(request, timeout=PATIENCE).close()
