"""The bot's line to the zygote: hands over open files, and hears how their children ended.

The bot has threads and must not fork; the zygote has none, and forks for it.
"""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

from bot.inspection.limits import LONGEST_ANSWER

ZYGOTE = ("-I", "-B", "-m", "bot.inspection.zygote")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
_GRACE = 5.0  # seconds for the zygote to bury a child


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child wrote (a little more than it may, at most) and how it ended; None: killed."""

    said: bytes
    status: int | None


class ZygoteLost(Exception):
    """It ended before the child it forked, if it did: nothing is known of the file."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Line:
    """One zygote, from its start on. Bound to no event loop."""

    def __init__(self, program: Sequence[str] = ZYGOTE) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(0)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, *program],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                start_new_session=True,
            )
        # It ends by itself after a while, and somebody has to notice.
        Thread(target=self.process.wait, name=ZYGOTE[-1], daemon=True).start()

    def close(self) -> None:
        """No more files from us; the zygote ends with the last it has."""
        self._ours.close()

    async def look(self, file: int, seconds: float) -> Answer:
        """Have a child look into an open file; raises ZygoteLost."""
        said, child = socket.socketpair()
        end, zygote = socket.socketpair()
        with said, end:
            said.settimeout(0)
            end.settimeout(0)
            with child, zygote, suppress(ConnectionError):
                socket.send_fds(self._ours, [b"?"], [file, child.fileno(), zygote.fileno()])
            return await self._hear(said, end, seconds)

    async def _hear(self, said: socket.socket, end: socket.socket, seconds: float) -> Answer:
        """However this is left, the child is gone afterwards."""
        words, status = bytearray(), b""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await _listen(said, words)
                    if len(words) <= LONGEST_ANSWER:
                        status = await _received(end)
        finally:
            ended_itself = status != b""
            status = status or await self._hang_up(end)
        if not status:
            raise ZygoteLost(await asyncio.to_thread(self.process.wait))
        return Answer(bytes(words), int(status) if ended_itself else None)

    async def _hang_up(self, end: socket.socket) -> bytes:
        """The zygote kills the child and says so; empty if there is no zygote any more."""
        with suppress(OSError):
            end.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                if word := await _received(end):
                    return word
        self.process.kill()  # its children end with it
        return b""


async def _listen(said: socket.socket, words: bytearray) -> None:
    """Until the child falls silent, or has said more than it may."""
    while len(words) <= LONGEST_ANSWER and (more := await _received(said)):
        words += more


async def _received(end: socket.socket) -> bytes:
    try:
        return await asyncio.get_running_loop().sock_recv(end, LONGEST_ANSWER)
    except ConnectionError:
        return b""
