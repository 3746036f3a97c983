"""Chats that are not a citizen's own, and moments between a commit and the words about it."""

from pathlib import Path
from typing import Any

from storage.database import Database
from tests.chats.office import SITI, Office, button, open_office
from tests.chats.test_races import begin, stored


async def test_a_number_said_in_a_group_answers_nothing(database: Database, tmp_path: Path) -> None:
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await begin(office, siti)
    said = siti.chat.persona.user()
    office.world.inject({"message": _in_a_group(office, said, "4")})
    await office.settle()
    assert await stored(office, siti) == {}


async def test_a_screen_that_was_never_sent_leaves_no_answers_behind(
    database: Database, tmp_path: Path
) -> None:
    """Killed between the commit and the new message: the old one is still retired later."""
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    await office.answer_all(siti)
    review = siti.last()["message_id"]
    siti.block()
    siti.send({"text": "halo"})
    siti.block()
    await office.settle()
    await office.restart()
    siti.say("/mulai")
    await office.settle()
    assert review not in [one["message_id"] for one in siti.messages()]
    siti.tap(*button(siti, "📨 Kirim jawaban"))
    await office.settle()
    assert "Jawaban Anda tidak lagi ditampilkan" in siti.last()["text"]


def _in_a_group(office: Office, sender: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "message_id": 10_000_000,
        "date": int(office.clock.seconds()) + 60,
        "from": sender,
        "chat": {"id": -100200300, "type": "supergroup", "title": "Warga"},
        "text": text,
    }
