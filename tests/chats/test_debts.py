"""What the bot owes to citizens: said once, at a decent hour, and then nothing is kept of it."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.endings import is_sampled
from bot.house import House, published_forms
from bot.identity import Where
from bot.interviews import Interviews
from bot.simulator.faults import Fault
from storage import erasing, holdings, owed, periods, places, requests
from storage.database import Database
from storage.reach import sqlite_file
from survey_flows.replies import Sent
from tests.chats.office import BUDI, SITI, Office, button, open_office
from tests.faults.rivals import answered
from tests.storage.rows import counted, run

ASKED, DATA, REMINDED = "Siapa yang mengisi?", "terhapus sendiri", "satu-satunya pengingat"


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    return await open_office(tmp_path, database)


def heard(office: Office, word: str, person: int = SITI) -> int:
    """How many messages with this word in it stand in somebody's chat."""
    said = (one.get("text", "") for one in office.world.person(person).messages())
    return sum(word in text for text in said)


async def look(office: Office) -> None:
    assert office.debts
    await office.debts.look()


async def answer(office: Office, person: int = SITI, lokus: str = "pkm-melati") -> None:
    """Sent at ten in the morning, without the taps; the bot knows the chat."""
    await say(office, "/start", person)
    house = House(
        office.settings, office.keys, await published_forms(office.database), office.clock
    )
    async with office.database.writing() as connection:
        interviews = Interviews(house, connection)
        begun = await interviews.begin(person, office.payload(office.link(lokus)))
        key, seen = await answered(interviews, person, begun, "5")
        await interviews.take_turn(person, key, Sent(seen))


async def put_off(office: Office, person: int = SITI) -> None:
    who = office.world.person(person)
    who.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    await office.press(who, "✅ Ya, benar", "🏠 Jawab nanti di rumah")


def later(office: Office, **span: int) -> None:
    office.clock.now += timedelta(**span)


async def say(office: Office, text: str, person: int = SITI) -> None:
    office.world.person(person).say(text)
    await office.settle()


async def test_when_nothing_is_owed_the_outbox_is_empty(office: Office) -> None:
    await put_off(office, BUDI)
    await answer(office)
    await say(office, "/data_saya")
    assert await counted(office.database, "owed") == 3
    for hours in (9, 12, 12):
        later(office, hours=hours)
        await look(office)
    assert [heard(office, ASKED), heard(office, REMINDED, BUDI)] == [1, 1]
    assert heard(office, DATA) == 0
    assert await counted(office.database, "owed") == 0


async def test_nothing_is_said_in_office_hours_or_at_night(office: Office) -> None:
    await put_off(office, BUDI)
    await answer(office)
    await say(office, "/data_saya")
    for _ in range(6):
        await look(office)
        later(office, hours=1)
    assert heard(office, ASKED) + heard(office, DATA) == 0
    later(office, hours=13)  # five in the morning of the next day
    await look(office)
    assert heard(office, ASKED) + heard(office, REMINDED, BUDI) == 0
    assert heard(office, DATA) == 1  # which was asked for, and no office is open


async def test_a_question_that_comes_too_late_is_not_asked(office: Office) -> None:
    await answer(office)
    later(office, days=2)
    await look(office)
    assert heard(office, ASKED) == 0
    assert await counted(office.database, "owed") == 0


async def test_what_did_not_get_through_is_said_later(office: Office) -> None:
    await answer(office)
    later(office, hours=8)
    office.world.faults.add(Fault("404", "sendMessage", times=1))
    await look(office)
    assert (heard(office, ASKED), await counted(office.database, "owed")) == (0, 1)
    for _ in range(2):
        await look(office)
    assert heard(office, ASKED) == 1
    assert await counted(office.database, "owed") == 0


async def test_whoever_blocked_the_bot_is_forgotten_and_was_not_asked(office: Office) -> None:
    await answer(office)
    office.world.person(SITI).block()
    later(office, hours=8)
    await look(office)
    assert await counted(office.database, "owed") == 0
    assert await counted(office.database, "backchecks") == 0


async def test_a_process_that_cannot_note_it_down_does_not_repeat_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_given: object) -> None:
        raise OSError("no space left on device")

    await answer(office)
    later(office, hours=8)
    with monkeypatch.context() as broken:
        broken.setattr(owed, "settle", fail)
        for _ in range(3):
            await look(office)
    await look(office)
    assert heard(office, ASKED) == 1
    assert await counted(office.database, "owed") == 0


async def test_a_chat_that_cannot_be_read_keeps_nobody_else_waiting(office: Office) -> None:
    await answer(office)
    await answer(office, BUDI)
    later(office, hours=8)
    broken = "x'00'" if office.database.dialect == "sqlite" else "'\\x00'"
    first = "(SELECT min(id) FROM owed)"
    await run(office.database, f"UPDATE owed SET sealed = {broken} WHERE id = {first}")
    with capture_logs() as logs:
        await look(office)
    assert [heard(office, ASKED), heard(office, ASKED, BUDI)] == [0, 1]
    assert "notice.chat_unreadable" in {one["event"] for one in logs}


async def test_who_took_it_back_is_not_asked(office: Office) -> None:
    await answer(office)
    await say(office, "/tarik")
    await office.press(office.world.person(SITI), "Ya, tarik")
    assert await counted(office.database, "owed") == 0


async def test_who_answered_again_is_asked_about_that_once(office: Office) -> None:
    await answer(office)
    siti = office.world.person(SITI)
    siti.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    await office.press(siti, "🔁 Jawab ulang", "▶️ Mulai", *["2"] * 14, "📨 Kirim jawaban")
    later(office, hours=8)
    await look(office)
    assert heard(office, ASKED) == 1
    await office.press(siti, "👤 Saya sendiri")
    asked = "SELECT ended FROM backchecks JOIN submissions ON id = submission_id"
    async with office.database.reading() as connection:
        assert (await connection.execute(sa.text(asked))).scalars().all() == [None]


async def test_a_reminder_for_a_period_that_is_over_is_not_said(office: Office) -> None:
    await put_off(office)
    async with office.database.writing() as connection:
        await periods.close_period(connection, "2026", office.clock.now.date())
    later(office, hours=33)
    await look(office)
    assert heard(office, REMINDED) == 0
    assert await counted(office.database, "owed") == 0


async def test_an_answer_said_a_week_later_is_not_taken(office: Office) -> None:
    await answer(office)
    later(office, hours=8)
    await look(office)
    later(office, days=8)
    await office.press(office.world.person(SITI), "🏢 Petugas yang mengisi")
    async with office.database.reading() as connection:
        leaves = "SELECT count(*) FROM leaves WHERE kind = 'backcheck'"
        assert (await connection.execute(sa.text(leaves))).scalar_one() == 0


async def test_where_many_answer_one_in_five_is_asked(office: Office) -> None:
    hashes = [f"{number:064x}" for number in range(100)]
    async with office.database.writing() as connection:
        lokus = await places.lokus_of(connection, "pkm-melati")
        where = Where(lokus, await periods.period_of(connection, "2026"))
        few = [await is_sampled(connection, where, one) for one in hashes]
    assert all(few)
    for number in range(21):
        row = "INSERT INTO submissions (key, form_id, version, lokus_id, period_id, who, channel,"
        row += f" outcome) SELECT 'k{number}', form_id, version, {lokus.id}, {where.period.id},"
        row += f" '{number:032}', 0, 'submitted' FROM instruments WHERE form_id = 'F-03'"
        await run(office.database, row)
    async with office.database.reading() as connection:
        many = [await is_sampled(connection, where, one) for one in hashes]
    assert sum(many) == 20


async def test_asking_for_ones_data_twice_is_one_request(office: Office) -> None:
    await answer(office)
    await answer(office, lokus="kel-sukamaju")
    for _ in range(2):
        await say(office, "/data_saya")
    later(office, hours=9)
    await look(office)
    assert heard(office, DATA) == 2
    async with office.database.reading() as connection:
        [one] = await requests.all_requests(connection)
    assert one.done_on == one.asked_on


async def test_after_hapus_nothing_that_was_said_is_in_any_byte(office: Office) -> None:
    await answer(office)
    await look(office)
    async with office.database.reading() as connection:
        held = await holdings.by_submission(connection, 1)
        opening = await holdings.opening_of(connection, 1)
    assert stands_in_files(office.database, opening) == (office.database.dialect == "sqlite")
    await say(office, "/hapus")
    await office.press(office.world.person(SITI), "🗑 Ya, hapus semua")
    await look(office)
    assert not stands_in_files(office.database, opening)
    for name in ("openings", "facts", "owed", "seen", "bookmarks"):
        assert await counted(office.database, name) == 0
    async with office.database.reading() as connection:
        assert await erasing.tombstones(connection) == 1
        assert (await holdings.by_leaf(connection, held.leaf_hash)) is not None


async def test_an_erasure_that_is_delivered_twice_is_one_request(office: Office) -> None:
    await answer(office)
    await say(office, "/hapus")
    siti = office.world.person(SITI)
    office.world.faults.add(Fault("duplicate", "getUpdates", times=1))
    siti.tap(*button(siti, "🗑 Ya, hapus semua"))
    await office.settle()
    async with office.database.reading() as connection:
        assert await requests.count(connection, "erase") == 1
        assert await erasing.tombstones(connection) == 1


def stands_in_files(database: Database, text: str) -> bool:
    """SQLite's file and WAL, byte by byte."""
    path = sqlite_file(database.url)
    if path is None:
        return False
    both = (Path(f"{path}{end}") for end in ("", "-wal"))
    return any(text.encode() in one.read_bytes() for one in both if one.exists())
