"""`python -m bot.simulator`, as somebody would start it."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from tests.simulator.conftest import SITI, TOKEN

ROOT = Path(__file__).parents[2]
Process = asyncio.subprocess.Process


async def _start(folder: Path, port: int = 0) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.simulator", "--port", str(port), "--data", str(folder)),
        cwd=ROOT,
        env={**os.environ, "LOKET_BOT_TOKEN": TOKEN},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[str]:
    """Stopped at the end by SIGTERM while a stream and a long poll are open; says no secret."""
    process = await _start(folder)
    assert process.stdout is not None
    async with ClientSession() as client:
        address = (await process.stdout.readline()).decode().strip().rstrip("/")
        yield address
        stream = await client.get(f"{address}/sim/chats/{SITI}/events")
        poll = asyncio.create_task(
            client.get(f"{address}/bot{TOKEN}/getUpdates?offset=1&timeout=50")
        )
        await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(3):
            out, err = await process.communicate()
        stream.close()
        (await poll).close()
    assert process.returncode == 0
    assert (out, err) == (b"", b"")


async def test_it_starts_stops_at_once_and_remembers(tmp_path: Path) -> None:
    async with ClientSession() as client:
        async with _running(tmp_path) as address:
            async with client.post(f"{address}/bot{TOKEN}/getMe") as response:
                assert (await response.json())["result"]["id"] == 990001
            body = {"text": "halo"}
            async with client.post(f"{address}/sim/chats/{SITI}/messages", json=body) as response:
                assert response.status == 200
        async with (
            _running(tmp_path) as address,
            client.get(f"{address}/sim/chats/{SITI}") as response,
        ):
            assert (await response.json())["messages"][0]["text"] == "halo"


async def test_a_taken_port_is_said_clearly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await _start(tmp_path, port)
        _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith(f"cannot serve on 127.0.0.1:{port}: ")
    assert len(err.splitlines()) == 1
