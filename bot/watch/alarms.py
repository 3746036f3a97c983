"""Tells the admin's chat what is wrong: at most once an hour for each kind of trouble."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import structlog
from aiogram.exceptions import AiogramError

from bot.house import Clock
from bot.watch.figures import Figures
from bot.watch.lookout import Look
from bot.watch.memory import Memory
from bot.watch.troubles import HAPPENED, Kind, troubles
from bot.watch.wording import said

log = structlog.get_logger(__name__)
Say = Callable[[str], Awaitable[object]]
See = Callable[[], Awaitable[Look]]
_CURE = "run `loket alarm test`; the admin must have started the bot"
_PATIENCE = 60.0  # seconds for one message


class Alarms:
    """`look` now and then. What was said is kept in `file`: a restart does not say it again."""

    def __init__(self, see: See, figures: Figures, say: Say, clock: Clock, file: Path) -> None:
        self._see = see
        self._figures = figures
        self._say = say
        self._clock = clock
        self._file = file
        self._memories = _read(file)

    async def look(self) -> None:
        """Say what is new, or over; what could not be said is said at the next look."""
        before = dict(self._memories)
        found = troubles(await self._see(), self._figures.silence)
        for kind, amount in found.items():
            await self._judge(kind, amount)
        if self._memories != before:
            self._write()

    async def _judge(self, kind: Kind, amount: int) -> None:
        now = self._clock().timestamp()
        memory = self._memories.get(kind, Memory()).after_look(amount, now)
        word = memory.word(now, lasts=kind not in HAPPENED)
        if word and await self._is_said(said(kind, word, memory.seen, memory.news)):
            log.warning("alarm.said", trouble=kind, word=word)
            memory = memory.after_saying(word, now)
        self._memories[kind] = memory

    async def _is_said(self, text: str) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._say(text)
        except (AiogramError, TimeoutError) as error:
            log.error("alarm.not_said", kind=type(error).__name__, cure=_CURE)  # noqa: TRY400 - no traceback
            return False
        return True

    def _write(self) -> None:
        draft = self._file.with_suffix(".draft")
        kept = {kind: asdict(memory) for kind, memory in self._memories.items()}
        try:
            draft.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
            draft.replace(self._file)
        except OSError as error:
            log.warning("alarm.not_kept", reason=error.strerror)


def _read(file: Path) -> dict[Kind, Memory]:
    """Nothing, where there is nothing to be read: then an alarm is said twice, at worst."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {kind: Memory(**kept[kind]) for kind in get_args(Kind) if kind in kept}
    except (OSError, ValueError, TypeError):
        return {}
