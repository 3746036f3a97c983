"""Kills the bot program with SIGKILL, at moments nobody chose."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path
from random import Random

from tests.faults import program
from tests.faults.witness import WatchedWorld

KILLED = -9
START = 15.0  # seconds a start may take on a machine with other work


class ProgramDied(RuntimeError):
    """The program ended of itself; the message is the end of its log."""


class Reaper:
    """Starts the program, ends it, and counts only kills that hit a living one."""

    def __init__(
        self, telegram: WatchedWorld, environment: Mapping[str, str], log: Path, broken: str
    ) -> None:
        self._telegram = telegram
        self._environment = environment
        self._log = log
        self._broken = broken
        self.kills = 0

    def _start(self) -> Process:
        self._telegram.bot_is_up.clear()
        return program.start(self._environment, self._log, self._broken)

    async def reap(self, kills: int, chance: Random) -> None:
        """Until that many kills have hit."""
        while self.kills < kills:
            process = self._start()
            death = chance.choices([self._at_work, self._at_start, self._at_stop], [6, 3, 2])[0]
            await death(process, chance)
            self.kills += await self._end_of(process) == KILLED
            await asyncio.sleep(chance.choice([0, 0, 0.1, 0.4]))  # taps pile up meanwhile

    async def _at_work(self, process: Process, chance: Random) -> None:
        await self._ready()
        await asyncio.sleep(chance.uniform(0, 1.5))
        process.kill()

    async def _at_start(self, process: Process, chance: Random) -> None:
        """On the backlog, or before anything was fetched."""
        if chance.random() < 0.7:
            await self._ready()
        await asyncio.sleep(chance.uniform(0, 0.12))
        process.kill()

    async def _at_stop(self, process: Process, chance: Random) -> None:
        await self._ready()
        await asyncio.sleep(chance.uniform(0, 0.8))
        process.terminate()
        await asyncio.sleep(chance.uniform(0, 0.05))
        process.kill()

    @asynccontextmanager
    async def in_peace(self) -> AsyncIterator[None]:
        """The last start; it ends by SIGTERM, as on a server, and confirms what it has in hand."""
        process = self._start()
        await self._ready()
        yield
        process.terminate()
        await self._end_of(process)

    async def _end_of(self, process: Process) -> int:
        code = await program.ended(process)
        if code not in {KILLED, 0}:
            raise ProgramDied(self._log.read_text()[-2000:])
        return code

    async def _ready(self) -> None:
        """Right before updates are taken in; a start that fails is seen by its exit code."""
        with suppress(TimeoutError):
            async with asyncio.timeout(START):
                await self._telegram.bot_is_up.wait()
