"""Just enough HTTP/1.1 to load a bot without being the bottleneck: kept lines, one request each."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Self

Answer = Callable[[str, bytes], Awaitable[bytes]]
LOOPBACK = "127.0.0.1"
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"transfer-encoding: *chunked", re.IGNORECASE)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class LineCut(ConnectionError):
    """The other side hung up."""


class _Line(asyncio.Protocol):
    """Collects one message after the other; `heard` gets head and body of each."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._heap = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._heap += data
        head, found, body = self._heap.partition(_END)
        if found and (whole := _whole(head, body)) is not None:
            self._heap = b""
            self.heard(head, whole)

    def heard(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


def _whole(head: bytes, body: bytes) -> bytes | None:
    if length := _LENGTH.search(head):
        return body if len(body) >= int(length[1]) else None
    if not _CHUNKED.search(head):
        return body
    return body if body.endswith(b"0" + _END) else None


class _Served(_Line):
    """The server's end of a line."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer
        self._work: asyncio.Task[None] | None = None

    def heard(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        self._work = asyncio.create_task(self._reply(path, body))

    async def _reply(self, path: str, body: bytes) -> None:
        said = await self._answer(path, body)
        self.transport.write(_HEAD % len(said) + said)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._work is not None:
            self._work.cancel()


async def serve(answer: Answer) -> tuple[asyncio.Server, int]:
    """Answer every request on a port of this machine; gives back the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Served(answer), LOOPBACK, 0)
    return server, int(server.sockets[0].getsockname()[1])


class Caller(_Line):
    """A line on which one request at a time is posted."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None

    @classmethod
    async def to(cls, port: int) -> Self:
        """A new line."""
        _, made = await asyncio.get_running_loop().create_connection(cls, LOOPBACK, port)
        return made

    async def post(self, head: bytes, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; `head` is the request's, but for the length."""
        if self.transport.is_closing():
            raise LineCut
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))
        return await self._waiting

    def heard(self, head: bytes, body: bytes) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result((int(head.split(b" ", 2)[1]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or LineCut())

    def close(self) -> None:
        """Hang up."""
        self.transport.close()
