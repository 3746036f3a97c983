"""What Telegram delivers twice counts once: answers, ticks, files, Kirim."""

from pathlib import Path
from typing import Any

import pytest

from bot.desk.taps import Look, look_data
from bot.simulator.people import Person
from storage import drafts
from storage.database import Database
from storage.drafts import Draft, Owner
from survey_flows.facts import Answered, Attached, Submitted
from tests.chats.office import HASAN, RINA, Office, button, open_office
from tests.chats.paperwork import fill_rest
from tests.chats.things import photo
from tests.storage.rows import counted

Update = dict[str, Any]


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    made = await open_office(tmp_path, database)
    await made.hire(RINA, "pkm-melati", "petugas", "Rina")
    await made.hire(HASAN, "pkm-melati", "penanggung_jawab", "Hasan")
    return made


async def at(office: Office, person: Person, place: str) -> None:
    """The form is open at a place."""
    person.say("/tugas")
    await office.settle()
    number = (await form(office)).id
    person.tap(
        int(person.last()["message_id"]), look_data(Look("place", number, place)), force=True
    )
    await office.settle()


async def form(office: Office) -> Draft:
    owner = Owner(office.lokus["pkm-melati"], office.period)
    async with office.database.reading() as connection:
        found = await drafts.of_owner(connection, owner)
    assert found
    return found


async def twice(office: Office) -> None:
    """What waits is taken in; then the bot crashes before it could confirm that."""
    delivered: list[Update] = [dict(one) for one in office.world.updates.waiting()]
    assert delivered
    await office.settle()
    await office.settle_files()
    await office.restart()
    for raw in delivered:
        office.world.inject(raw)
    await office.settle()
    await office.settle_files()


async def facts(office: Office) -> list[object]:
    return [one.fact for one in (await form(office)).entries]


async def test_an_answer_that_comes_again_does_not_undo_what_came_after(office: Office) -> None:
    rina = office.world.person(RINA)
    await at(office, rina, "i01a")
    first, second = button(rina, "Ya"), button(rina, "Tidak")
    rina.tap(*first)
    rina.tap(*second, force=True)
    await twice(office)
    assert await facts(office) == [Answered("i01a", "ya"), Answered("i01a", "tidak")]


async def test_a_number_that_comes_again_is_not_taken_for_the_next_question(
    office: Office,
) -> None:
    rina = office.world.person(RINA)
    await at(office, rina, "i28masuk")
    rina.say("12")
    await twice(office)
    assert await facts(office) == [Answered("i28masuk", "12")]


async def test_a_tick_that_comes_again_is_not_taken_away(office: Office) -> None:
    rina = office.world.person(RINA)
    await at(office, rina, "i02a")
    rina.tap(*button(rina, "Ya"))
    await office.settle()
    rina.tap(*button(rina, "▫️ Media Massa"))
    await twice(office)
    assert await facts(office) == [Answered("i02a", "ya"), Answered("i02unsur", "media")]


async def test_a_file_that_comes_again_is_kept_once(office: Office) -> None:
    rina = office.world.person(RINA)
    await at(office, rina, "i07f1")
    rina.photo(photo("the counter"))
    rina.album([photo("one"), photo("two")])
    await twice(office)
    kept = await facts(office)
    assert len(kept) == 3
    assert all(isinstance(one, Attached) for one in kept)
    assert await counted(office.database, "uploads") == 3
    assert sum("tersimpan." in str(one.get("text")) for one in rina.messages()) == 1


async def test_a_kirim_that_comes_again_sends_once(office: Office) -> None:
    hasan = office.world.person(HASAN)
    await at(office, hasan, "i01a")
    await fill_rest(office, "Hasan", "pkm-melati")
    hasan.say("/tugas")
    await office.settle()
    for label in ("🔎 Periksa & kirim", "📨 Kirim F-01"):
        hasan.tap(*button(hasan, label))
        await office.settle()
    hasan.tap(*button(hasan, "📨 Ya, kirim sekarang"))
    await twice(office)
    assert [one for one in await facts(office) if isinstance(one, Submitted)] == [Submitted()]
    assert "terkirim" in str(hasan.last()["text"]).casefold()
