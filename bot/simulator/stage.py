"""What the handlers find in the application."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from aiohttp import web

from bot.simulator.refusals import Json
from bot.simulator.world import World

How = Literal["term", "kill"]
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


class BotControl(Protocol):
    """Whoever runs the bot program beside the simulator."""

    def state(self) -> str: ...

    async def restart(self, how: How) -> None: ...


async def _nothing() -> Sequence[Json]:
    return ()


@dataclass(frozen=True)
class Stage:
    """What surrounds the phone on the page, and who may ask for it.

    A poster is {"lokus", "title", "instansi", "link", "image"}, an invitation
    {"persona", "title", "text", "link"}: the page shows it to that persona alone.
    """

    page_dir: Path
    posters: Callable[[], Sequence[Json]] = tuple
    posters_dir: Path | None = None
    invitations: Callable[[], Awaitable[Sequence[Json]]] = _nothing
    control: BotControl | None = None
    notes: str = ""
    hosts: frozenset[str] = LOCAL


WORLD = web.AppKey("world", World)
STAGE = web.AppKey("stage", Stage)
STOPPING = web.AppKey("stopping", asyncio.Event)
