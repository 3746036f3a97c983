"""Bad days of Telegram and of our own: nobody's answer is lost, and nobody else notices."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.types import Message
from structlog.testing import capture_logs

from bot import wording
from bot.handlers import other
from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.speech import Said
from storage import deliveries
from storage.database import Database
from storage.responses import count
from tests.chats.office import BUDI, SITI, Office, button, open_office
from tests.chats.test_races import begin, stored


@pytest.fixture
async def office(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """With pauses a test can wait for, and without structlog's slow pretty tracebacks."""
    monkeypatch.setattr("bot.intake._LONGEST_PAUSE", 0.01)
    monkeypatch.setattr("bot.receiver._FIRST_PAUSE", 0.001)
    with capture_logs():
        yield await open_office(tmp_path, database)


async def parked(office: Office) -> list[str]:
    async with office.database.reading() as connection:
        return [one.reason for one in await deliveries.all_parked(connection)]


async def answers(office: Office, person: Person, *values: str) -> None:
    for value in values:
        person.tap(*button(person, value))
        await office.settle()


async def test_deliveries_that_come_twice_and_in_disorder_are_booked_once(office: Office) -> None:
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    for person in (siti, budi):
        await begin(office, person)
    office.world.faults.add(Fault("duplicate", probability=0.7, seed=4))
    office.world.faults.add(Fault("reorder", probability=0.7, seed=5))
    for value in "51423":
        for person in (siti, budi, siti):
            person.tap(*button(person, value))
        await office.settle()
    wanted = dict(zip(("i01", "i02", "i03", "i04", "i05"), "51423", strict=True))
    assert await stored(office, siti) == await stored(office, budi) == wanted


async def test_a_kirim_delivered_many_times_in_disorder_sends_once(office: Office) -> None:
    siti = office.world.person(SITI)
    await office.answer_all(siti)
    office.world.faults.add(Fault("duplicate", times=5))
    for _ in range(3):
        siti.tap(*button(siti, "📨 Kirim jawaban"))
    for _ in range(3):
        await office.settle()
    async with office.database.reading() as connection:
        assert await count(connection) == 1


async def test_taps_made_while_telegram_is_out_are_all_taken_in_afterwards(office: Office) -> None:
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    for person in (siti, budi):
        await begin(office, person)
    office.world.faults.add(Fault("outage", seconds=1800))
    siti.tap(*button(siti, "2"))
    budi.tap(*button(budi, "3"))
    assert office.intake
    await office.intake.poll(0)
    assert (await stored(office, siti), await stored(office, budi)) == ({}, {})
    office.world.faults.clear()
    await office.settle()
    assert (await stored(office, siti), await stored(office, budi)) == ({"i01": "2"}, {"i01": "3"})


@pytest.mark.parametrize("jumps", [(100, 2_000_000_000), (2_000_000_000, 100)])
async def test_update_ids_may_begin_anew_anywhere(office: Office, jumps: tuple[int, int]) -> None:
    """After a quiet week Telegram goes on at a random number."""
    siti = office.world.person(SITI)
    await begin(office, siti)
    for number, value in zip(jumps, "14", strict=True):
        await office.settle()  # a quiet poll
        office.world.updates.shelf.next_id = number
        await answers(office, siti, value)
    assert await stored(office, siti) == {"i01": "1", "i02": "4"}


async def test_an_update_nobody_can_read_stops_nobody(office: Office) -> None:
    siti = office.world.person(SITI)
    await begin(office, siti)
    siti.tap(*button(siti, "5"))
    office.world.inject({"message": {"message_id": "?", "from": siti.chat.persona.user()}})
    office.world.inject({"message": "?"})
    await office.settle()
    await answers(office, siti, "1")
    assert await stored(office, siti) == {"i01": "5", "i02": "1"}
    assert await parked(office) == ["unreadable", "unreadable"]


async def test_a_turn_that_always_fails_is_put_aside_and_the_person_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def fail(_message: Message) -> Said:
        tries.append(1)
        raise RuntimeError("always")

    monkeypatch.setattr(other, "on_anything_else", fail)
    await office.restart()
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    await begin(office, budi)
    siti.send({"location": {"latitude": 0.0, "longitude": 0.0}})
    budi.tap(*button(budi, "3"))
    await office.settle()
    assert siti.last()["text"] == wording.TROUBLE
    assert (len(tries), await parked(office)) == (5, ["RuntimeError"])
    assert await stored(office, budi) == {"i01": "3"}


async def test_one_person_who_floods_is_slowed_down_and_nobody_else(office: Office) -> None:
    office.settings = office.settings.model_copy(update={"limits": "20/10 seconds"})
    await office.restart()
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    await begin(office, budi)
    for _ in range(300):
        siti.say("halo")
    budi.tap(*button(budi, "4"))
    await office.settle()
    said = [one for one in siti.messages() if one["from"]["is_bot"]]
    assert len(said) == 21  # an answer each to twenty, and one "terlalu cepat"
    assert said[-1]["text"] == wording.TOO_FAST
    assert await stored(office, budi) == {"i01": "4"}


async def test_trouble_on_the_way_out_takes_nothing_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outgoing._FIRST_PAUSE", 0.001)
    siti = office.world.person(SITI)
    await begin(office, siti)
    office.world.faults.add(Fault("500", probability=0.5, seed=2))
    office.world.faults.add(Fault("502", method="editMessageText", times=3))
    for value in "3214":
        await answers(office, siti, value)
    assert await stored(office, siti) == dict(
        zip(("i01", "i02", "i03", "i04"), "3214", strict=True)
    )
