"""Bot processes behind one webhook, and restarts of one after another while people answer."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path

from tests.faults import program

START = 30.0  # seconds a start may take on a machine with other work
SECRET = "a-secret-that-telegram-shows-0001"


class ProcessDied(RuntimeError):
    """It ended of itself; the message is the end of its log."""


class Fleet:
    """One process a port; the log is shared."""

    def __init__(
        self,
        environment: Mapping[str, str],
        ports: Sequence[int],
        log: Path,
        secret: str = SECRET,
    ) -> None:
        self._environment = environment
        self._ports = ports
        self._log = log
        self._secret = secret
        self._processes: dict[int, Process] = {}
        self.restarts = 0

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        """All of them for the block; then they end by SIGTERM."""
        await asyncio.gather(*(self._start(port) for port in self._ports))
        try:
            yield
        finally:
            await asyncio.gather(*(self._end(port) for port in list(self._processes)))

    @property
    def pids(self) -> list[int]:
        """Of the processes that run now."""
        return [one.pid for one in self._processes.values() if one.pid is not None]

    async def roll(self) -> None:
        """Every process is restarted, one after another."""
        for port in self._ports:
            await self._end(port)
            await self._start(port)
            self.restarts += 1

    async def _start(self, port: int) -> None:
        own = {"LOKET_WEBHOOK_BIND": f"127.0.0.1:{port}", "LOKET_WEBHOOK_SECRET": self._secret}
        given = {**self._environment, **own}
        process = program.start(given, self._log, "", "webhook")
        self._processes[port] = process
        async with asyncio.timeout(START):
            while not _answers(port):
                if not process.is_alive():
                    raise ProcessDied(self._log.read_text()[-3000:])
                await asyncio.sleep(0.05)

    async def _end(self, port: int) -> None:
        process = self._processes.pop(port)
        process.terminate()
        if code := await program.ended(process):
            raise ProcessDied(f"{code}: {self._log.read_text()[-3000:]}")


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
