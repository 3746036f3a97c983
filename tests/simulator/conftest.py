import pytest

from bot.simulator.model import BotAccount
from bot.simulator.people import Person
from bot.simulator.world import CAST, World
from tests.simulator.steps import Clock

TOKEN = "990001:secret-of-the-test-bot"
SITI, BUDI = CAST[0].id, CAST[1].id


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
