from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from telegram import Bot

from bot import simulator
from bot.simulator.model import BotAccount
from bot.simulator.people import Person
from bot.simulator.refusals import Json
from bot.simulator.server import create_app, serving
from bot.simulator.stage import How, Stage
from bot.simulator.world import CAST, World
from tests.simulator.steps import Clock

TOKEN = "990001:secret-of-the-test-bot"
SITI, BUDI = CAST[0].id, CAST[1].id
PAGE = Path(simulator.__path__[0]) / "page"
INVITATION = {"persona": CAST[2].id, "title": "Undangan", "link": "https://t.me/x?start=z"}
POSTER = {"lokus": "pkm-anggana", "title": "Puskesmas Anggana", "link": "https://t.me/x?start=y"}


class Control:
    """A bot process that obeys."""

    def __init__(self) -> None:
        self.restarts: list[How] = []

    def state(self) -> str:
        return "restarting" if self.restarts else "running"

    async def restart(self, how: How) -> None:
        self.restarts.append(how)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(BotAccount(990001, TOKEN), clock=clock)
    for persona in CAST:
        world.add_persona(persona)
    return world


@pytest.fixture
def siti(world: World) -> Person:
    return world.person(SITI)


@pytest.fixture
def budi(world: World) -> Person:
    return world.person(BUDI)


async def _invitations() -> list[Json]:
    return [INVITATION]


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    """A running server; its address is all that a client needs."""
    stage = Stage(
        PAGE,
        posters=lambda: [POSTER],
        invitations=_invitations,
        control=Control(),
        notes="catatan",
    )
    async with serving(create_app(world, stage), 0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def browser(address: str) -> AsyncIterator[ClientSession]:
    async with ClientSession(address) as session:
        yield session


@pytest.fixture
async def bot(address: str, siti: Person) -> AsyncIterator[Bot]:
    """python-telegram-bot, which knows Telegram and not us; Siti has greeted it."""
    siti.say("/mulai")
    async with Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot:
        yield bot
