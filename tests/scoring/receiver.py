"""A receiver of weekly bundles: the reference for docs/scoring-contract.md, without our code.

`python -m tests.scoring.receiver FOLDER --public-key PEM` reads the shared secret from
RECEIVER_SECRET, prints its address, and can be told to fail: POST /faults {"<webhook-id>": [...]}.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.scoring.books import Books

CHUNK = 1 << 16
ANSWERS = {"401": 401, "409": 409, "429": 429, "500": 500, "503": 503, "302": 302}
ID = re.compile(r"[0-9a-f]{64}")


class Refused(Exception):
    """What is wrong with a message, and the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Dropped(Exception):
    """The line broke."""


class Receiver(ThreadingHTTPServer):
    """What all requests share."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, secret: str, key: Ed25519PublicKey, tolerance: int) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.folder, self.key, self.tolerance = folder, key, tolerance
        self.secret = base64.b64decode(secret.removeprefix("whsec_"))
        self.books = Books(folder / "books.db")


class Request(BaseHTTPRequestHandler):
    """One request; `POST /bundles` is the contract, the rest is for the tests."""

    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """What is booked, and what was answered."""
        self._answer(200, self.server.books.told())

    def do_POST(self) -> None:
        """A bundle, or faults to come."""
        if self.path == "/faults":
            body = self.rfile.read(int(self.headers["content-length"]))
            self.server.books.plan(json.loads(body))
            self._answer(200, {})
            return
        self._arrived = time.time()
        message = self.headers.get("webhook-id", "")
        fault = self.server.books.next_fault(message)
        try:
            self._take(message, fault)
        except Refused as error:
            self._reply(message, error.status, {"error": str(error)})
        except (Dropped, ConnectionError):
            self.server.books.answered(message, None, b"")
            self.close_connection = True

    def _take(self, message: str, fault: str) -> None:
        """Check everything before anything is booked; a fault strikes before or after that."""
        with NamedTemporaryFile(dir=self.server.folder, suffix=".part") as part:
            self._receive(message, Path(part.name), cut=fault == "drop")
            if fault in ANSWERS:
                raise Refused(ANSWERS[fault], "told to fail")
            self._check_bundle(message, Path(part.name))
            kept = self.server.folder / f"{message}.zip"
            is_new = not kept.exists()
            if is_new:
                os.link(part.name, kept)
            self.server.books.book(message)
        self._after(message, fault, is_new=is_new)

    def _after(self, message: str, fault: str, *, is_new: bool) -> None:
        digest = {"manifest_sha256": message}
        if fault == "drop-after":
            raise Dropped
        if fault == "silence-after":
            self.server.books.answered(message, None, b"")
            self.connection.recv(1)  # until the sender has gone
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(0.2)
        if fault == "nonsense":
            self._reply_raw(message, 200, b"<html>ok")
        elif fault == "nonsense-conflict":
            self._reply_raw(message, 409, b'["no')
        elif fault == "500-after":
            self._reply(message, 500, {"error": "told to fail"})
        else:
            self._reply(message, 200 if is_new else 409, digest)

    def _receive(self, message: str, part: Path, *, cut: bool) -> None:
        """The body into a file, and its signature checked on the way."""
        stamp, size = self.headers.get("webhook-timestamp", ""), self.headers["content-length"]
        counted = hmac.new(self.server.secret, f"{message}.{stamp}.".encode(), "sha256")
        with part.open("wb") as file:
            for chunk in self._body(int(size), cut=cut):
                counted.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        wanted = "v1," + base64.b64encode(counted.digest()).decode()
        given = self.headers.get("webhook-signature", "").split()
        if not any(hmac.compare_digest(wanted, one) for one in given):
            raise Refused(401, "the signature is not ours")
        if not stamp.isdigit() or abs(self._arrived - int(stamp)) > self.server.tolerance:
            raise Refused(400, "the timestamp is too far from now")

    def _body(self, size: int, *, cut: bool) -> Iterator[bytes]:
        left = size // 2 if cut else size
        while left:
            chunk = self.rfile.read(min(left, CHUNK))
            if not chunk:
                raise Dropped
            left -= len(chunk)
            yield chunk
        if cut:
            raise Dropped

    def _check_bundle(self, message: str, part: Path) -> None:
        """The id is the digest of a manifest that the server signed and the files satisfy."""
        with zipfile.ZipFile(part) as bundle:
            manifest = bundle.read("MANIFEST.sha256")
            if not ID.fullmatch(message) or hashlib.sha256(manifest).hexdigest() != message:
                raise Refused(422, "webhook-id is not the digest of the manifest")
            try:
                self.server.key.verify(bundle.read("MANIFEST.sha256.sig"), manifest)
            except InvalidSignature:
                raise Refused(422, "the manifest is not signed by the key we know") from None
            for line in manifest.decode().splitlines():
                digest, _, name = line.partition("  ")
                with bundle.open(name) as member:
                    found = hashlib.file_digest(member, "sha256")  # type: ignore[arg-type] # reads
                if found.hexdigest() != digest:
                    raise Refused(422, f"{name} is not what the manifest says")

    def _reply(self, message: str, status: int, content: Mapping[str, object]) -> None:
        self._reply_raw(message, status, json.dumps(content).encode())

    def _reply_raw(self, message: str, status: int, body: bytes) -> None:
        self.server.books.answered(message, status, body)
        self._send(status, body)

    def _answer(self, status: int, content: object) -> None:
        self._send(status, json.dumps(content).encode())

    def _send(self, status: int, body: bytes) -> None:
        with suppress(ConnectionError):  # the sender was killed
            self._write(status, body)

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """The books say it all."""


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--public-key", type=Path, required=True)
    parser.add_argument("--tolerance", type=int, default=300)
    given = parser.parse_args()
    key = load_pem_public_key(given.public_key.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise SystemExit("not an Ed25519 key")
    given.folder.mkdir(exist_ok=True)
    secret = os.environ["RECEIVER_SECRET"]
    with Receiver(given.folder, secret, key, given.tolerance) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}/bundles\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
