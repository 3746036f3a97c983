import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.bot.telegram import Desk, Telegram


class Sleeps(list[float]):
    """The seconds somebody wanted to sleep; nobody does."""


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged, instead of pretty tracebacks, which take a second each."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> Sleeps:
    """`asyncio.sleep` comes back at once and is written down; 0 stays a pause of the loop."""
    asked, pause = Sleeps(), asyncio.sleep

    async def sleep(seconds: float, result: object = None) -> object:
        if seconds:
            asked.append(seconds)
        return await pause(0, result)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return asked


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def desk(telegram: Telegram) -> Desk:
    return Desk(telegram)
