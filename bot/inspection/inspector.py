"""The parent: hands an open file to a confined child, and believes little of what it says."""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from bot.errors import BotError
from bot.inspection.limits import LONGEST_ANSWER, WALL_SECONDS
from bot.inspection.verdict import KINDS, MEDIA_TYPES, Fine, Kind, ReasonCode, Refused, Verdict

_CHILD = ("-I", "-B", "-m", "bot.inspection.child")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
_TOO_MANY = 1_000_000
_FINGERPRINT = re.compile(r"(?:[0-9a-f]{16})?")
_OUT_OF_BOUNDS: dict[int, ReasonCode] = {
    -signal.SIGXCPU: "took_too_long",
    -signal.SIGKILL: "bomb",
}


_TOLD_TO_STOP = {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


class InspectorUnavailable(BotError):
    """The child cannot work at all: our installation is at fault, not the file. Try again later."""

    code = "inspector.unavailable"

    def __init__(self, status: int) -> None:
        super().__init__(
            f"the program that looks into files ended with {status}: start the bot again, or "
            "reinstall loket"
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child wrote (one byte more than it may, at most) and how it ended; None: killed."""

    said: bytes
    status: int | None


class _Listener(asyncio.SubprocessProtocol):
    """Keeps the head of what the child says and lets the rest go by.

    asyncio's own streams pause at their limit, and then never notice that the child has ended.
    """

    def __init__(self) -> None:
        self.said = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - asyncio's signature
        """Called for standard output only."""
        self.said += data[: LONGEST_ANSWER + 1 - len(self.said)]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """The child is gone, and all it said was heard."""
        self.ended.set_result(None)


async def inspect(
    path: Path,
    *,
    accept: Collection[Kind] = KINDS,
    seconds: float = WALL_SECONDS,
    program: Collection[str] = _CHILD,
) -> Verdict:
    """Judge a file by its content, in a child of its own; never raises for what is in the file."""
    verdict = _read(await _run(path, program, seconds))
    if isinstance(verdict, Fine) and verdict.kind not in accept:
        return Refused("not_accepted", verdict.kind)
    return verdict


async def _run(path: Path, program: Collection[str], seconds: float) -> _Answer:
    file = await asyncio.to_thread(path.open, "rb")
    with file:
        transport, listener = await asyncio.get_running_loop().subprocess_exec(
            _Listener,
            sys.executable,
            *program,
            stdin=file,
            stderr=DEVNULL,
            env=_ENVIRONMENT,
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(seconds):
            await asyncio.shield(listener.ended)
            return _Answer(listener.said, transport.get_returncode())
    except TimeoutError:
        return _Answer(listener.said, None)
    finally:
        transport.close()
        await listener.ended


def _read(answer: _Answer) -> Verdict:
    """The verdict, if it has the exact form of one."""
    if len(answer.said) > LONGEST_ANSWER:
        return Refused("broken")
    if answer.status is None:
        return Refused("took_too_long")
    if answer.status > 0 or answer.status in _TOLD_TO_STOP:
        raise InspectorUnavailable(answer.status)
    if answer.status < 0:
        return Refused(_OUT_OF_BOUNDS.get(answer.status, "broken"))
    try:
        said = json.loads(answer.said)
        return _refused(said) if "reason" in said else _fine(said)
    except (ValueError, TypeError, KeyError, RecursionError):
        return Refused("broken")


def _refused(said: dict[str, Any]) -> Refused:
    reason: ReasonCode = said["reason"]
    if reason not in get_args(ReasonCode) or said["kind"] is not None:
        raise ValueError(reason)
    return Refused(reason)


def _fine(said: dict[str, Any]) -> Fine:
    """Media types come from our own table, and numbers have to be numbers."""
    verdict = Fine(**said)
    numbers = (verdict.width, verdict.height, verdict.pages)
    if MEDIA_TYPES[verdict.kind][verdict.extension] != verdict.media_type:
        raise ValueError(verdict)
    if not all(type(one) is int and 0 <= one < _TOO_MANY for one in numbers):
        raise ValueError(verdict)
    if not _FINGERPRINT.fullmatch(verdict.fingerprint):
        raise ValueError(verdict)
    return verdict
