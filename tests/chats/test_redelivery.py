"""What Telegram delivers a second time, after a crash before the confirmation, adds nothing."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import submissions
from tests.chats.office import SITI, Office, button, open_office

Update = dict[str, Any]


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return await open_office(tmp_path, database)


async def test_a_mulai_that_comes_again_after_batal_begins_nothing(office: Office) -> None:
    siti = office.world.person(SITI)
    siti.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    siti.tap(*button(siti, "✅ Ya, benar"))
    await office.settle()
    siti.tap(*button(siti, "▶️ Mulai"))
    delivered = _waiting(office)
    await office.settle()
    siti.say("/batal")
    delivered += _waiting(office)
    await office.settle()
    siti.tap(*button(siti, "Ya, batalkan"))
    delivered += _waiting(office)
    await office.settle()
    await _crashed_before_confirming(office, delivered)
    assert await _outcomes(office) == ["abandoned"]


async def test_a_kirim_that_comes_again_sends_once(office: Office) -> None:
    siti = office.world.person(SITI)
    await office.answer_all(siti)
    send = button(siti, "📨 Kirim jawaban")
    siti.tap(*send)
    delivered = _waiting(office)
    await office.settle()
    for _ in range(3):
        await _crashed_before_confirming(office, delivered)
    assert await _outcomes(office) == ["submitted"]
    assert "Jawaban Anda tidak lagi ditampilkan" in siti.last()["text"]


def _waiting(office: Office) -> list[Update]:
    return [dict(one) for one in office.world.updates.waiting()]


async def _crashed_before_confirming(office: Office, delivered: list[Update]) -> None:
    await office.restart()
    for raw in delivered:
        office.world.inject(raw)
    await office.settle()


async def _outcomes(office: Office) -> list[str | None]:
    query = sa.select(submissions.c.outcome).order_by(submissions.c.id)
    async with office.database.reading() as connection:
        return list((await connection.execute(query)).scalars())
