"""How fast people answer is measured between their own taps, or not at all."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import openings
from tests.chats.office import READING, SITI, Office, button, open_office

HALF_AN_HOUR = 1800


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return await open_office(tmp_path, database)


async def test_the_gaps_are_those_between_the_taps(office: Office) -> None:
    await begin(office)
    for number in range(14):
        await tap(office, after=2 + number / 10)
    await send(office)
    measures = await measured(office)
    assert measures["gaps"] == [20 + number for number in range(14)]
    assert measures["seconds"] == sum(measures["gaps"]) // 10
    assert measures["timing_valid"] is True
    assert (measures["assurance"], measures["acct_seen"]) == (0, "0")


async def test_an_account_that_came_last_week_is_told_from_a_new_one(office: Office) -> None:
    await begin(office)
    office.clock.now += timedelta(days=3)
    for _ in range(14):
        await tap(office, after=3)
    await send(office)
    assert (await measured(office))["acct_seen"] == "1-7"


async def test_taps_that_waited_out_an_outage_are_not_called_hasty(office: Office) -> None:
    await begin(office)
    for number in range(14):
        if number == 6:
            office.clock.elapsed += HALF_AN_HOUR
        await tap(office, after=3)
    await send(office)
    measures = await measured(office)
    assert measures["gaps"][5:9] == [30, None, None, 30]
    assert (measures["seconds"], measures["timing_valid"]) == (None, False)


async def test_nobody_knows_how_long_a_restart_took(office: Office) -> None:
    await begin(office)
    for number in range(14):
        if number == 3:
            await office.restart()
        await tap(office, after=3)
    await send(office)
    assert (await measured(office))["gaps"][2:6] == [30, None, None, 30]


async def test_a_changed_answer_counts_by_its_first_tap(office: Office) -> None:
    await begin(office)
    for _ in range(14):
        await tap(office, after=3)
    siti = office.world.person(SITI)
    siti.tap(*button(siti, "5"))
    await office.settle()
    await tap(office, after=60)
    await send(office)
    assert (await measured(office))["gaps"] == [30] * 14


async def begin(office: Office) -> None:
    siti = office.world.person(SITI)
    siti.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    for text in ("✅ Ya, benar", "▶️ Mulai"):
        siti.tap(*button(siti, text))
        await office.settle()


async def tap(office: Office, after: float) -> None:
    siti = office.world.person(SITI)
    office.clock.now += timedelta(seconds=after) - READING
    siti.tap(*button(siti, "4"))
    await office.settle()


async def send(office: Office) -> None:
    siti = office.world.person(SITI)
    siti.tap(*button(siti, "📨 Kirim jawaban"))
    await office.settle()


async def measured(office: Office) -> dict[str, Any]:
    async with office.database.reading() as connection:
        found = (await connection.execute(sa.select(openings.c.opening))).scalar_one()
    said: dict[str, Any] = json.loads(found)["measures"]
    return said
