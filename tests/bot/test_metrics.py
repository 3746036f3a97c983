"""/metrics: what the program does is counted, what it relies on is measured."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage

from bot.watch import lookout
from bot.watch.exposition import exposition
from bot.watch.figures import Figures
from bot.watch.lookout import Look, Lookout
from storage.backups.shelf import PLAIN, Receipt, begin, settle
from storage.database import Database
from storage.tallies import Files, Tally
from tests.bot.telegram import message
from tests.bot.watched import Watched, read, running, watched
from tests.chats.office import open_office

UNREADABLE = {"update_id": 12, "message": 7}
TALLY = Tally(1, Files(7, 2, 3), {"waiting": 4, "overdue": 5, "failed": 6, "delivered": 50}, 900, 8)
NIGHT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
RECEIPT = Receipt(
    made_at="",
    verified_at="",
    program="",
    schema="",
    dialect="sqlite",
    file=PLAIN,
    bytes=0,
    sha256="",
    rows={},
    has_evidence=False,
    evidence=0,
    evidence_bytes=0,
    missing=(),
)
LOOK = Look(TALLY, {"database": 10**9, "evidence": 2 * 10**9}, 3600.0)


@pytest.fixture
async def program(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lookout, "_FRESH", 0.0)
    return await watched(await open_office(tmp_path, database), monkeypatch)


async def test_what_the_program_does_is_counted(program: Watched) -> None:
    program.waiting = [[message(10, text="/start"), message(11, person=2, text="/start")]]
    program.waiting += [[UNREADABLE]]
    program.line.fails("sendMessage", TelegramNetworkError(SendMessage(chat_id=1, text=""), "cut"))
    for _ in range(3):
        await program.service.intake.poll(0)
    async with running(program):
        found = await program.figures()
    assert found["loket_updates_taken_total"] == found["loket_turn_seconds_count"] == 3
    assert found["loket_updates_parked_total"] == found["loket_parked_kept"] == 1
    assert found["loket_sends_failed_total"] == 1
    assert 0 < found["loket_turn_seconds_sum"] < 60


async def test_the_seconds_since_a_poll_begin_anew_with_each_that_works(program: Watched) -> None:
    program.office.clock.elapsed = 40
    async with running(program):
        assert (await program.figures())["loket_poll_age_seconds"] == 40
        await program.service.intake.poll(0)
        assert (await program.figures())["loket_poll_age_seconds"] == 0


def test_what_was_seen_is_told() -> None:
    found = read(exposition(Figures(lambda: 0.0), LOOK).decode())
    assert {name: value for name, value in found.items() if not name.startswith("loket_turn")} == {
        "loket_updates_taken_total": 0,
        "loket_updates_parked_total": 0,
        "loket_sends_failed_total": 0,
        "loket_poll_age_seconds": 0,
        "loket_database_up": 1,
        "loket_disk_free_bytes of=database": 10**9,
        "loket_disk_free_bytes of=evidence": 2 * 10**9,
        "loket_backup_age_seconds": 3600,
        "loket_parked_kept": 1,
        "loket_evidence_waiting": 7,
        "loket_evidence_retrying": 2,
        "loket_evidence_lost": 3,
        "loket_pushes_waiting": 4,
        "loket_pushes_overdue": 5,
        "loket_pushes_failed": 6,
        "loket_requests_pressing": 8,
        "loket_responses_total": 900,
    }


def test_what_cannot_be_found_out_is_not_made_up() -> None:
    said = exposition(Figures(lambda: 0.0), Look(None, {}, None)).decode()
    assert "loket_database_up 0.0" in said
    absent = ("loket_parked_kept", "loket_responses", "loket_backup_age", "loket_disk_free_bytes{")
    assert [name for name in absent if name in said] == []


def test_two_programs_in_one_process_do_not_count_into_each_other() -> None:
    one, other = Figures(lambda: 0.0), Figures(lambda: 0.0)
    one.parked()
    assert read(exposition(other, LOOK).decode())["loket_updates_parked_total"] == 0


def test_no_figure_is_about_somebody() -> None:
    """A label would be the place for a person, a lokus or a chat."""
    said = exposition(Figures(lambda: 0.0), LOOK).decode()
    assert set(re.findall(r"[{,](\w+)=", said)) == {"of", "le"}


async def test_disk_and_backups_are_looked_at_where_they_are(
    program: Watched, tmp_path: Path
) -> None:
    office, shelf = program.office, tmp_path / "shelf"
    office.clock.now = NIGHT + timedelta(hours=1)
    there = office.settings.model_copy(update={"backup_dir": shelf})
    look = await Lookout(there, office.database, office.clock).look()
    assert look.backup_age is None
    assert set(look.room) - {"database"} == {"evidence"}
    shelf.mkdir()
    draft = begin(shelf)
    (draft / PLAIN).touch()
    settle(draft, RECEIPT, NIGHT)
    (shelf / "20261122T183000Z").mkdir()  # half of one, copied from elsewhere
    assert (await Lookout(there, office.database, office.clock).look()).backup_age == 3600
