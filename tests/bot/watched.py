"""The bot as the program itself wires it, with its watch, over a Bot API that answers all calls."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from prometheus_client.parser import text_string_to_metric_families

from bot import service
from bot.service import Service, make_service
from storage.database import Database
from tests.bot.calls import TOKEN, Line
from tests.chats.office import Office
from tests.servers import free_port

ADMIN = 4711
_PATIENCE = 20.0


@dataclass
class Watched:
    """`waiting` is what the next poll brings; an error in it is raised."""

    office: Office
    line: Line
    address: str
    waiting: list[list[dict[str, Any]] | Exception] = field(default_factory=list)
    service: Service = field(init=False)

    async def begin(self, database: Database) -> None:
        """As after a start; `database` may be another than the one that was checked."""
        bot, clock = Bot(TOKEN, session=self.line), self.office.clock
        change = {"health_bind": self.address, "alarm_chat": ADMIN}
        settings = self.office.settings.model_copy(update=change)
        self.service = await make_service(settings, bot, database, clock, clock.ticks)

    async def fetch(self, *_: object) -> list[dict[str, Any]]:
        batch = self.waiting.pop(0) if self.waiting else []
        if isinstance(batch, Exception):
            raise batch
        return batch

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{self.address}{path}") as said,
        ):
            return said.status, await said.text()

    async def figures(self) -> dict[str, float]:
        """By name and labels."""
        return read((await self.get("/metrics"))[1])


async def watched(office: Office, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Ready to be run."""
    made = Watched(office, Line(), f"127.0.0.1:{free_port()}")
    monkeypatch.setattr(service, "get_updates", made.fetch)
    await made.begin(office.database)
    return made


@asynccontextmanager
async def running(program: Watched) -> AsyncIterator[None]:
    """While the block runs, so does the watch, and somebody answers at its address."""
    stop = asyncio.Event()
    work = asyncio.create_task(program.service.watch.run(stop))
    try:
        await until(lambda: is_open(program.address) or work.done())
        yield
    finally:
        stop.set()
        await asyncio.wait_for(work, _PATIENCE)


async def until(holds: Callable[[], object]) -> None:
    """Comes back when it does."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            if holds():
                return
            await asyncio.sleep(0.01)


def is_open(address: str) -> bool:
    """Whether somebody listens."""
    host, _, port = address.rpartition(":")
    with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
        return True
    return False


def read(exposition: str) -> dict[str, float]:
    """As Prometheus does."""
    return {
        one.name + "".join(f" {name}={value}" for name, value in one.labels.items()): one.value
        for family in text_string_to_metric_families(exposition)
        for one in family.samples
        if not one.name.endswith("_created")
    }
