"""A Bot API server that says what a test wants it to say, over real HTTP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

TOKEN = "12345678:AAbbCCddEEffGGhhIIjjKKllMM"


@dataclass
class BotApi:
    """`results` by method; `date` is what its clock says."""

    url: str = ""
    status: int = 200
    date: datetime = datetime(2026, 11, 23, 2, tzinfo=UTC)
    body: bytes | None = None
    results: dict[str, Any] = field(
        default_factory=lambda: {
            "getMe": {"username": "layanan_bot"},
            "getWebhookInfo": {"url": ""},
        }
    )
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(said: BotApi) -> Iterator[BotApi]:
    """Listen on a free port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            said.sent.append(dict(parse_qsl(self.rfile.read(length).decode())))
            self.do_GET()

        def do_GET(self) -> None:
            said.asked.append(self.path)
            result = said.results.get(self.path.rpartition("/")[2])
            answer = json.dumps({"ok": said.status == 200, "result": result}).encode()
            self.send_response_only(said.status)
            self.send_header("Date", format_datetime(said.date, usegmt=True))
            self.end_headers()
            self.wfile.write(answer if said.body is None else said.body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        said.url = f"http://127.0.0.1:{server.server_port}"
        serve = Thread(target=server.serve_forever, args=(0.01,))
        serve.start()
        try:
            yield said
        finally:
            server.shutdown()
            serve.join()
