"""Whatever goes wrong, a notice is said at least once, and never again once that is noted down."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.desk import notices as module
from bot.simulator.faults import Fault
from storage import bookmarks, staff
from storage.database import Connection, Database
from storage.staff import Post
from survey_flows.pseudonyms import account
from tests.chats.office import DEWI, LAST_DAY, RINA, Office, button, open_office
from tests.chats.speaking_first import confirm, notices
from tests.storage.rows import counted, run

GREETED, REMINDED = "dikonfirmasi", "Batasnya"
TAG = "Sri <b>&</b> Co"


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Rina and Dewi have met the bot; nobody serves yet."""
    opened = await open_office(tmp_path, database)
    for person in (RINA, DEWI):
        opened.world.person(person).scan("")
    await opened.settle()
    return opened


def heard(office: Office, word: str, person: int = RINA) -> list[str]:
    """What the bot said to somebody with this word in it."""
    said = (one.get("text", "") for one in office.world.person(person).messages())
    return [text for text in said if word in text]


async def look(office: Office) -> None:
    """As a new process does."""
    await (await notices(office)).look()


async def to_the_eve(office: Office) -> None:
    """Ten in the morning of H-1."""
    today = office.clock.now.date()
    office.clock.now += LAST_DAY - timedelta(days=1) - today


async def test_whoever_blocked_the_bot_is_left_alone(office: Office) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    office.world.person(RINA).block()
    await look(office)
    office.world.person(RINA).block(blocked=False)
    await look(office)
    assert heard(office, GREETED) == []


@pytest.mark.parametrize("kind", ["502", "429", "404"])
async def test_a_greeting_that_did_not_get_through_is_said_later(office: Office, kind: str) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    office.world.faults.add(Fault(kind, "sendMessage", times=1))
    greeter = await notices(office)
    await greeter.look()
    assert heard(office, GREETED) == []
    await greeter.look()
    await greeter.look()
    assert len(heard(office, GREETED)) == 1


async def test_a_reminder_that_did_not_get_through_is_said_later(office: Office) -> None:
    await office.hire(RINA, "pkm-melati", "petugas", "Rina")
    await to_the_eve(office)
    office.world.faults.add(Fault("500", "sendMessage", times=1))
    await look(office)
    assert (heard(office, REMINDED), await counted(office.database, "reminders")) == ([], 0)
    for _ in range(2):
        await look(office)
    assert (len(heard(office, REMINDED)), await counted(office.database, "reminders")) == (1, 1)


async def fail(*_given: object, **_named: object) -> None:
    raise OSError("no space left on device")


@pytest.mark.parametrize(
    ("mark", "word"), [("staff.mark_told", GREETED), ("reminders.note", REMINDED)]
)
async def test_a_crash_before_the_mark_says_it_again_and_a_mark_ends_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, mark: str, word: str
) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    await to_the_eve(office)
    with monkeypatch.context() as broken:
        broken.setattr(f"storage.{mark}", fail)
        await look(office)
    assert len(heard(office, word)) == 1
    for _ in range(3):
        await look(office)
    assert len(heard(office, word)) == 2


async def test_a_process_that_cannot_note_it_down_does_not_repeat_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    greeter = await notices(office)
    with monkeypatch.context() as broken:
        broken.setattr(staff, "mark_told", fail)
        for _ in range(3):
            await greeter.look()
    await greeter.look()
    await look(office)
    assert len(heard(office, GREETED)) == 1


async def test_a_chat_that_cannot_be_read_keeps_nobody_else_waiting(office: Office) -> None:
    for person in (RINA, DEWI):
        await office.hire(person, "pkm-melati", "petugas", "x")
    await run(office.database, "UPDATE staff_posts SET is_told = false")
    name = account(office.keys.account, RINA)
    sealed_otherwise = "x'00'" if office.database.dialect == "sqlite" else "'\\x00'"
    await run(office.database, f"UPDATE staff SET chat = {sealed_otherwise} WHERE account='{name}'")
    with capture_logs() as logs:
        await look(office)
    assert len(heard(office, GREETED, DEWI)) == 1
    assert [one["event"] for one in logs if one["log_level"] == "error"] == [
        "notice.chat_unreadable"
    ]


async def test_whoever_was_revoked_hears_nothing(office: Office) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    await office.dismiss(RINA)
    await to_the_eve(office)
    await look(office)
    assert heard(office, GREETED) == heard(office, REMINDED) == []


async def test_each_lokus_of_a_person_is_named_once(office: Office) -> None:
    for lokus in ("pkm-melati", "kel-sukamaju"):
        await office.hire(RINA, lokus, "petugas", "Rina")
    await to_the_eve(office)
    for _ in range(2):
        await look(office)
    texts = "\n".join(heard(office, REMINDED))
    assert (texts.count("Puskesmas Melati"), texts.count("Kelurahan Sukamaju")) == (1, 1)


async def test_names_are_shown_as_they_were_typed(office: Office) -> None:
    await confirm(office, RINA, "pkm-melati", TAG)
    await look(office)
    (greeting,) = heard(office, GREETED)
    assert TAG in greeting


async def test_a_form_nobody_opened_is_opened_by_the_reminder(office: Office) -> None:
    await office.hire(RINA, "pkm-melati", "petugas", "Rina")
    await to_the_eve(office)
    await look(office)
    person = office.world.person(RINA)
    person.tap(*button(person, "📋 Buka tugas"))
    await office.settle()
    assert "0/31 butir terjawab" in person.last()["text"]


async def test_what_is_said_first_does_not_take_the_place_of_a_screen(office: Office) -> None:
    await office.hire(RINA, "pkm-melati", "petugas", "Rina")
    office.world.person(RINA).say("/tugas")
    await office.settle()
    screen = int(office.world.person(RINA).last()["message_id"])
    await to_the_eve(office)
    await look(office)
    assert len(heard(office, REMINDED)) == 1
    assert screen in [int(one["message_id"]) for one in office.world.person(RINA).messages()]
    async with office.database.reading() as connection:
        mark = await bookmarks.bookmark_of(connection, account(office.keys.account, RINA))
    assert mark
    assert mark.screen == screen


@pytest.fixture
def greeted(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Somebody was greeted, and it was noted down; nobody rests between two looks."""
    monkeypatch.setattr(module, "_GREET_EVERY", 0.01)
    real, done = staff.mark_told, asyncio.Event()

    async def mark_told(connection: Connection, post_id: int) -> None:
        await real(connection, post_id)
        done.set()

    monkeypatch.setattr(staff, "mark_told", mark_told)
    return done


async def test_it_runs_until_it_is_told_to_stop(office: Office, greeted: asyncio.Event) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    greeted.clear()
    stop = asyncio.Event()
    running = asyncio.create_task((await notices(office)).run(stop))
    await greeted.wait()
    stop.set()
    await running
    assert len(heard(office, GREETED)) == 1


async def test_a_telegram_that_hangs_does_not_hold_up_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chores._DRAIN", 0.01)
    await confirm(office, RINA, "pkm-melati", "Rina")
    begun, stop = asyncio.Event(), asyncio.Event()

    async def hang(*_given: object) -> bool:
        begun.set()
        await asyncio.Event().wait()
        return True

    greeter = await notices(office)
    monkeypatch.setattr(greeter._courier, "notify", hang)  # noqa: SLF001 - a line that hangs
    running = asyncio.create_task(greeter.run(stop))
    await begun.wait()
    stop.set()
    await running
    assert await untold(office) == 1


async def untold(office: Office) -> int:
    async with office.database.reading() as connection:
        return len(await staff.untold(connection))


async def test_a_database_that_is_away_for_a_while_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, greeted: asyncio.Event
) -> None:
    await confirm(office, RINA, "pkm-melati", "Rina")
    greeted.clear()
    real, troubles = staff.untold, [OSError("the database is away")]

    async def flicker(connection: Connection) -> Sequence[Post]:
        if troubles:
            raise troubles.pop()
        return await real(connection)

    monkeypatch.setattr(staff, "untold", flicker)
    stop = asyncio.Event()
    running = asyncio.create_task((await notices(office)).run(stop))
    await greeted.wait()
    stop.set()
    await running
    assert (len(heard(office, GREETED)), troubles) == (1, [])
