"""The parent: hands an open file to a confined child, and believes little of what it says."""

import asyncio
import atexit
import json
import re
import signal
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, get_args

from bot.errors import BotError
from bot.inspection.limits import LONGEST_ANSWER, WALL_SECONDS
from bot.inspection.line import ZYGOTE, Answer, Line, ZygoteLost
from bot.inspection.verdict import KINDS, MEDIA_TYPES, Fine, Kind, ReasonCode, Refused, Verdict

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


class Inspector:
    """Has a zygote when it needs one, and another when that one has ended."""

    def __init__(self, program: Sequence[str] = ZYGOTE) -> None:
        self._program = program
        self._line: Line | None = None

    async def inspect(
        self, path: Path, *, accept: Collection[Kind] = KINDS, seconds: float = WALL_SECONDS
    ) -> Verdict:
        """Judge a file by its content, in a child of its own; never raises for what is in it."""
        verdict = _read(await self._answer(path, seconds))
        if isinstance(verdict, Fine) and verdict.kind not in accept:
            return Refused("not_accepted", verdict.kind)
        return verdict

    def close(self) -> None:
        """Let the zygote end."""
        self._let_go(self._line)

    async def _answer(self, path: Path, seconds: float) -> Answer:
        """A zygote may be lost through no fault of the file, or have ended: one more try."""
        try:
            return await self._ask(path, seconds)
        except ZygoteLost:
            pass
        try:
            return await self._ask(path, seconds)
        except ZygoteLost as error:
            raise InspectorUnavailable(error.status) from None

    async def _ask(self, path: Path, seconds: float) -> Answer:
        """A crash must not teach the next file where things lie: that gets a new zygote."""
        with await asyncio.to_thread(path.open, "rb") as file:
            line, ended_well = self._warm(), False
            try:
                answer = await line.look(file.fileno(), seconds)
                ended_well = answer.status == 0
            finally:
                if not ended_well:
                    self._let_go(line)
        return answer

    def _warm(self) -> Line:
        self._line = self._line or Line(self._program)
        return self._line

    def _let_go(self, line: Line | None) -> None:
        if line is not None:
            line.close()
        if line is self._line:
            self._line = None


_ours = Inspector()
atexit.register(_ours.close)
inspect = _ours.inspect
"""The one of this process. Its zygote starts with the first file, and ends after a quiet minute."""


def _read(answer: Answer) -> Verdict:
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
