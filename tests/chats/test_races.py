"""Many taps at once: what is stored is what the person last saw confirmed."""

import re
from pathlib import Path

from bot.simulator.people import Person
from storage import submissions
from storage.database import Database
from storage.responses import count
from survey_flows import catalog
from survey_flows.engine import answers_of
from tests.chats.office import BUDI, SITI, Office, button, open_office

_CONFIRMED = re.compile(r"✓ Nomor (\d+) tersimpan: \S+ (\d)")


async def test_twenty_racing_taps_leave_what_was_confirmed_last(
    database: Database, tmp_path: Path
) -> None:
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await begin(office, siti)
    keys = [button(siti, value) for value in "12345"]
    for number in range(20):
        siti.tap(*keys[number % 5], force=True)
    await office.settle()
    shown = _CONFIRMED.search(siti.last()["text"])
    assert shown
    assert await stored(office, siti) == {f"i{int(shown[1]):02d}": shown[2]}
    assert shown[2] == "5"


async def test_twenty_racing_taps_on_kirim_send_once(database: Database, tmp_path: Path) -> None:
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await office.answer_all(siti)
    send = button(siti, "📨 Kirim jawaban")
    for _ in range(20):
        siti.tap(*send, force=True)
    await office.settle()
    async with database.reading() as connection:
        assert await count(connection) == 1


async def test_racing_taps_of_two_people_stay_apart(database: Database, tmp_path: Path) -> None:
    office = await open_office(tmp_path, database)
    siti, budi = office.world.person(SITI), office.world.person(BUDI)
    for person in (siti, budi):
        await begin(office, person)
    hers, his = button(siti, "2"), button(budi, "5")
    for _ in range(10):
        siti.tap(*his, force=True, owner=BUDI)
        budi.tap(*hers, force=True, owner=SITI)
        siti.tap(*hers, force=True)
        budi.tap(*his, force=True)
    await office.settle()
    assert await stored(office, siti) == {"i01": "2"}
    assert await stored(office, budi) == {"i01": "5"}


async def test_racing_taps_on_mulai_open_one_questionnaire(
    database: Database, tmp_path: Path
) -> None:
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    siti.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    siti.tap(*button(siti, "✅ Ya, benar"))
    await office.settle()
    begin = button(siti, "▶️ Mulai")
    for _ in range(10):
        siti.tap(*begin, force=True)
    await office.settle()
    assert await stored(office, siti) == {}


async def test_two_texts_sent_at_once_answer_one_item(database: Database, tmp_path: Path) -> None:
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await begin(office, siti)
    for text in ("4", "4", "5"):
        siti.say(text)
    await office.settle()
    assert await stored(office, siti) == {"i01": "4"}


async def test_a_text_sent_together_with_a_tap_answers_nothing_more(
    database: Database, tmp_path: Path
) -> None:
    """It was written before the next item came up, though within the same second."""
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await begin(office, siti)
    siti.tap(*button(siti, "4"))
    siti.say("5")
    await office.settle()
    assert await stored(office, siti) == {"i01": "4"}


async def begin(office: Office, person: Person) -> None:
    """Scan the poster and agree; the first item is left on screen."""
    person.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    for label in ("✅ Ya, benar", "▶️ Mulai"):
        person.tap(*button(person, label))
        await office.settle()


async def stored(office: Office, person: Person) -> dict[str, str]:
    """The answers of the questionnaire on this person's screen."""
    key = button(person, "3")[1].split(":")[1]
    async with office.database.reading() as connection:
        held = await submissions.by_key(connection, key)
    assert held
    return answers_of(catalog.load("F-03"), held.facts)
