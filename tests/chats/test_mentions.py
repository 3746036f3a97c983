"""A command may name the bot, as Telegram's menu writes it in some clients."""

from pathlib import Path

from storage.database import Database
from tests.chats.office import SITI, open_office


async def test_a_mention_is_understood_without_asking_telegram(
    database: Database, tmp_path: Path
) -> None:
    """The transaction is open by then: on SQLite everybody would wait for the answer."""
    office = await open_office(tmp_path, database)
    siti = office.world.person(SITI)
    siti.say("/bantuan@layanan_bot")
    siti.say(f"/start@layanan_bot {office.payload(office.link('pkm-melati'))}")
    await office.settle()
    shown = [one["text"] for one in siti.messages() if one["from"]["is_bot"]]
    assert ["Cara mengisi" in shown[0], "Puskesmas Melati" in shown[1]] == [True, True]
    assert "getMe" not in [one["method"] for one in office.world.calls]
