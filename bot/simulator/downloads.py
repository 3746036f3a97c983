"""Files on their way to the bot: whole, or as a fault will have it."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import NamedTuple

from bot.simulator.faults import DOWNLOAD, Fault
from bot.simulator.model import StoredFile
from bot.simulator.refusals import ConnectionLost, Refused
from bot.simulator.state import State

PATH_LIFE = 3600.0
PIECE = 64 << 10


class Download(NamedTuple):
    """`declared` is what Content-Length says; None leaves it out."""

    declared: int | None
    pieces: AsyncIterator[bytes]


def opened_path(state: State, stored: StoredFile) -> str:
    """The path of a file, good for an hour from now."""
    stored.open_until = state.clock() + PATH_LIFE
    return stored.path


def found(state: State, path: str) -> StoredFile:
    for stored in state.files.values():
        if stored.path == path and state.clock() < stored.open_until:
            return stored
    raise Refused(404, "Not Found")


def download(state: State, path: str) -> Download:
    state.faults.before(DOWNLOAD)
    content = state.blobs.get(found(state, path).blob)
    fault = state.faults.of_stream()
    return _faulty(fault, content) if fault else Download(len(content), _pieces(content))


def _faulty(fault: Fault, content: bytes) -> Download:
    whole, early = len(content), content[: min(fault.size, len(content) - 1)]
    ways = {
        "cut": Download(whole, _broken(early, ConnectionLost("cut"))),
        "stall": Download(whole, _broken(early, ConnectionLost("stall", fault.seconds))),
        "short": Download(len(early), _pieces(early)),
        "wrong_length": Download(whole + fault.size, _pieces(content)),
        "trickle": Download(whole, _trickling(content, fault)),
        "endless": Download(None, _endless(content, fault.size)),
    }
    return ways[fault.kind]


async def _pieces(content: bytes, size: int = PIECE) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def _broken(early: bytes, lost: ConnectionLost) -> AsyncIterator[bytes]:
    async for piece in _pieces(early):
        yield piece
    raise lost


async def _trickling(content: bytes, fault: Fault) -> AsyncIterator[bytes]:
    async for piece in _pieces(content, max(fault.size, 1)):
        yield piece
        await asyncio.sleep(fault.seconds)


async def _endless(content: bytes, extra: int) -> AsyncIterator[bytes]:
    """So many bytes more than there are; with 0 until the reader hangs up."""
    async for piece in _pieces(content):
        yield piece
    for start in range(0, extra, PIECE) if extra else count():
        yield bytes(min(PIECE, extra - start) if extra else PIECE)
        await asyncio.sleep(0)
