"""An office whose files come from a real HTTP server into a real folder."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiogram import Bot

from bot.evidence.downloads import Downloads
from storage.database import Database
from tests.evidence.bucket import Moto
from tests.evidence.office import Office, folder_store
from tests.evidence.server import Files, serving, talking_to


@pytest.fixture
async def telegram() -> AsyncIterator[Files]:
    async with serving(Files()) as files:
        yield files


@pytest.fixture
async def bot(telegram: Files) -> AsyncIterator[Bot]:
    async with talking_to(telegram.base) as one:
        yield one


@pytest.fixture
async def office(database: Database, bot: Bot, tmp_path: Path) -> Office:
    opened = Office(database, Downloads(bot), folder_store(tmp_path))
    await opened.furnish()
    return opened


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moto]:
    server = Moto(tmp_path_factory.mktemp("moto") / "log")
    yield server
    server.stop()


@pytest.fixture
def moto(moto_server: Moto) -> Moto:
    """Running, and empty."""
    if moto_server.process is None:
        moto_server.start()
    moto_server.empty()
    return moto_server
