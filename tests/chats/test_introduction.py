"""The bot introduces itself to Telegram, or goes to work without."""

import asyncio
from pathlib import Path

import pytest

from bot import program
from bot.simulator.faults import Fault
from storage.database import Database
from tests.chats.office import Office, open_office


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return await open_office(tmp_path, database)


async def test_the_menu_and_the_descriptions_are_set(office: Office) -> None:
    assert office.bot
    await program.introduce(office.bot)
    assert [one["method"] for one in office.world.calls] == [
        "deleteWebhook",
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
    ]


@pytest.mark.parametrize(
    "trouble", [Fault("502"), Fault("429", retry_after=50), Fault("429", retry_after=90_000)]
)
async def test_trouble_with_it_does_not_delay_the_work(
    office: Office, trouble: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.bot
    monkeypatch.setattr(program, "_INTRODUCTION", 0.3)
    office.world.faults.add(trouble)
    await asyncio.wait_for(program.introduce(office.bot), timeout=30)
