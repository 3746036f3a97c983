"""Redis and nginx as real servers, for one test."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers import free_port, running

DEPLOYED = Path(__file__).parents[2] / "deploy" / "nginx" / "loket-proxy.conf"


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Yields the URL; nothing is kept on disk."""
    folder.mkdir()
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    stop = signal.SIGKILL  # SIGQUIT it does not know, and whoever started us may have it ignored
    with running(None, folder, ["redis-server", *options], port, stop):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def nginx_before(folder: Path, ports: Sequence[int]) -> Iterator[str]:
    """The proxy of deploy/nginx before processes on these ports; yields the webhook's address."""
    folder.mkdir()
    port = free_port()
    written = folder / "nginx.conf"
    written.write_text(_configured(folder, port, ports))
    command: list[str | Path] = [
        "/usr/sbin/nginx",
        "-p",
        folder,
        "-c",
        written,
        "-e",
        folder / "error.log",
    ]
    with running(None, folder, command, port):
        yield f"http://127.0.0.1:{port}/telegram"


def _configured(folder: Path, port: int, ports: Sequence[int]) -> str:
    places = "\n".join(f"server 127.0.0.1:{one} max_fails=1 fail_timeout=2s;" for one in ports)
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
access_log off;
{temporary}
upstream loket_bot {{ least_conn; {places} keepalive 32; }}
server {{ listen 127.0.0.1:{port}; location = /telegram {{ include {DEPLOYED}; }} }}
}}
"""
