"""Telegram holds up one chat: nothing is booked on a screen nobody saw, and nobody waits for it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import courier
from bot.simulator.faults import Fault
from storage.database import Database
from tests.chats.office import BUDI, SITI, Office, button, open_office
from tests.chats.test_races import begin, stored


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return await open_office(tmp_path, database)


async def test_a_number_typed_under_a_screen_that_could_not_be_changed_is_asked_again(
    office: Office,
) -> None:
    siti = office.world.person(SITI)
    await begin(office, siti)
    _hold_up(office, seconds=3600)
    siti.tap(*button(siti, "4"))
    await office.settle()
    assert "1/14" in siti.last()["text"]
    office.world.faults.clear()
    _later(office)
    siti.say("2")
    await office.settle()
    assert await stored(office, siti) == {"i01": "4"}
    assert "2/14" in siti.last()["text"]
    _later(office)
    siti.say("3")
    await office.settle()
    assert await stored(office, siti) == {"i01": "4", "i02": "3"}


async def test_it_stays_so_after_a_restart(office: Office) -> None:
    siti = office.world.person(SITI)
    await begin(office, siti)
    _hold_up(office, seconds=3600)
    siti.tap(*button(siti, "4"))
    await office.settle()
    office.world.faults.clear()
    await office.restart()
    _later(office)
    siti.say("2")
    await office.settle()
    assert await stored(office, siti) == {"i01": "4"}


async def test_a_chat_that_is_held_up_is_not_waited_for_without_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    await begin(office, siti)
    await begin(office, budi)
    monkeypatch.setattr(courier, "_PATIENCE", 0.3)
    _hold_up(office, seconds=50)
    siti.tap(*button(siti, "4"))
    await office.settle()
    office.world.faults.clear()
    budi.tap(*button(budi, "5"))
    await office.settle()
    assert (await stored(office, siti), await stored(office, budi)) == ({"i01": "4"}, {"i01": "5"})


def _hold_up(office: Office, seconds: int) -> None:
    office.world.faults.add(Fault("429", method="editMessageText", retry_after=seconds, times=99))


def _later(office: Office) -> None:
    office.clock.now += timedelta(minutes=1)
