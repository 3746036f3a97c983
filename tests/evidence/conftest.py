"""An office whose files come from a real HTTP server into a real folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Bot

from bot.evidence.downloads import Downloads
from storage.database import Database
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
