"""One person's flood costs the others little time, and the program no memory."""

import asyncio
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.simulator.world import Answer
from bot.speech import NOTHING, Occasion
from bot.throttle import Throttle
from storage.database import Database
from tests.chats.office import BUDI, SITI, Office, button, open_office
from tests.chats.test_races import begin, stored

_FLOOD = 500


async def test_a_flood_of_taps_keeps_nobody_waiting_long(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = await open_office(tmp_path, database)
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    await begin(office, siti)
    await begin(office, budi)
    office.settings.limits = "10/minute"
    await office.restart()
    _answer_slowly(office, monkeypatch)
    for _ in range(_FLOOD):
        siti.tap(*button(siti, "3"), force=True)
    budi.tap(*button(budi, "5"))
    began = monotonic()
    await office.settle()
    assert monotonic() - began < _FLOOD * 0.05 / 2
    assert await stored(office, budi) == {"i01": "5"}


async def test_a_flood_of_taps_is_told_a_few_times_and_then_not_answered() -> None:
    throttle = Throttle("1/minute")
    tap = Occasion(1, 2, 3, "query", 4)
    said = [await throttle.slow_down(tap, "ann") for _ in range(20)]
    assert said.count(NOTHING) == 15


async def test_who_came_once_is_not_remembered_for_ever() -> None:
    now = 0.0
    throttle = Throttle("9/second", ticks=lambda: now)
    for number in range(100):
        await throttle.allows(f"account {number}")
    now = 61.0
    await throttle.allows("somebody else")
    assert len(throttle.own.counts) == 1


def _answer_slowly(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = office.world.call

    async def call(method: str, params: dict[str, Any] | None = None) -> Answer:
        if method != "getUpdates":
            await asyncio.sleep(0.05)
        return await at_once(method, params)

    monkeypatch.setattr(office.world, "call", call)
