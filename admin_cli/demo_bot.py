"""Keeps the real bot program running beside the simulator."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal

from admin_cli.demo_place import Place

State = Literal["running", "restarting", "stopped"]
PATIENCE_SECONDS = 8.0  # for the bot to store what it is storing
STEADY_SECONDS = 20.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
KEPT = ("LOKET_LOG_LEVEL", "LOKET_DEBUG")


async def start_bot(place: Place) -> Process:
    """The same program that talks to Telegram; only its settings say where Telegram is."""
    foreign = {name for name in os.environ if name.startswith("LOKET_")} - set(KEPT)
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    with place.bot_log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "admin_cli.demo_child",
            stdin=PIPE,
            stdout=log,
            stderr=log,
            cwd=place.folder,
            env={**own, **_told(place)},
            start_new_session=True,  # Ctrl-C is ours; we tell the bot
        )


def _told(place: Place) -> dict[str, str]:
    return {
        "LOKET_ENV_FILE": str(place.env_file),
        "LOKET_TELEGRAM_API_BASE": place.api_base,  # never the real one, whatever the file says
    }


class BotKeeper:
    """Starts the bot again whenever it ends, until told to stop.

    `heard` changes when the bot has spoken; `tell` is told of every new state, `warn` of every end
    nobody asked for.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[Process]],
        heard: Callable[[], int],
        tell: Callable[[State], None],
        warn: Callable[[int, float], None],
    ) -> None:
        self._start, self._heard, self._tell, self._warn = start, heard, tell, warn
        self._state: State = "restarting"
        self._process: Process | None = None
        self._is_asked = asyncio.Event()
        self._is_stopping = False
        self._failures = 0

    def state(self) -> State:
        return self._state

    async def restart(self, how: Literal["term", "kill"]) -> None:
        """End the bot now; `keeping` starts it again."""
        self._is_asked.set()
        self._become("restarting")
        self._end(how)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """The bot runs during the block, and is gone after it."""
        task = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            self._is_stopping = True
            self._is_asked.set()
            self._end("term")
            await asyncio.wait([task], timeout=PATIENCE_SECONDS)
            self._end("kill")
            await task

    async def _keep(self) -> None:
        clock = asyncio.get_running_loop().time
        while not self._is_stopping:
            began = clock()
            self._is_asked.clear()
            code = await self._run_once()
            self._failures = 0 if clock() - began > STEADY_SECONDS else self._failures + 1
            if not self._is_asked.is_set():
                await self._pause(code)
        self._become("stopped")

    async def _run_once(self) -> int:
        before = self._heard()
        self._process = await self._start()
        if self._is_stopping:
            self._end("kill")
        ready = asyncio.create_task(self._say_when_ready(before))
        try:
            return await self._process.wait()
        finally:
            self._process = None
            ready.cancel()

    async def _say_when_ready(self, before: int) -> None:
        while self._heard() == before:  # noqa: ASYNC110 - the simulator counts, it rings no bell
            await asyncio.sleep(0.1)
        self._become("running")

    async def _pause(self, code: int) -> None:
        """Wait longer after each quick death; a request to restart ends the wait."""
        seconds = PAUSES[min(self._failures, len(PAUSES)) - 1] if self._failures else PAUSES[0]
        self._become("restarting" if self._failures < len(PAUSES) else "stopped")
        self._warn(code, seconds)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_asked.wait(), seconds)

    def _end(self, how: Literal["term", "kill"]) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            if how == "kill":
                self._process.kill()
            else:
                self._process.terminate()

    def _become(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._tell(state)
