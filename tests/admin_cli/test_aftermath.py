"""A restored backup says when it is older than what was given away, and brings no erasure back."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import erasures, submissions
from storage.database import Connection, Database
from storage.erasing import erase
from storage.submissions import NewSubmission
from storage.tables import openings, responses
from survey_flows.facts import Abandoned, Consented
from tests.admin_cli.bundles import SENT, WEEK, exported, rows
from tests.admin_cli.conftest import Desk, furnish
from tests.answering import FORM, Sent, moment

DAY = date(2026, 11, 24)


@pytest.fixture
def answered(desk: Desk) -> Desk:
    furnish(desk)
    desk.receives(SENT)
    desk.at(moment("2026-11-24 02:00"))
    return desk


def erase_first(desk: Desk) -> None:
    """As /hapus does, with the list that the bot keeps."""

    async def work(connection: Connection) -> None:
        found = await connection.execute(sa.select(responses.c.leaf_hash).order_by("submission_id"))
        assert await erase(connection, found.scalars().all()[0], DAY)
        listed = await erasures.in_ledger(connection)
        assert erasures.enlist(desk.folder / "checkpoints", listed) == 1
        assert erasures.enlist(desk.folder / "checkpoints", listed) == 0

    desk.store(work)


def kept(database: Path) -> int:
    async def count() -> int:
        opened = Database(f"sqlite:///{database}")
        async with opened.reading() as connection:
            found = await connection.execute(sa.select(sa.func.count()).select_from(openings))
        await opened.close()
        return int(found.scalar_one())

    return asyncio.run(count())


def test_a_restore_erases_again_what_was_erased_since(answered: Desk) -> None:
    backup = answered.json("backup", "create", "--evidence-list")["backup"]
    erase_first(answered)
    back = answered.json("backup", "restore", backup, "--into", "back")
    assert (back["erased_again"], back["leaves_lacking"]) == (1, 0)
    assert kept(answered.folder / "back" / "loket.db") == len(SENT) - 1
    again = answered.json("backup", "restore", backup, "--into", "twice")
    assert again["erased_again"] == 1


def test_a_restore_brings_back_nothing_that_was_called_off(answered: Desk) -> None:
    async def stop(connection: Connection) -> None:
        new = NewSubmission(FORM.form_id, FORM.version, 1, 1, "a" * 32, 0)
        begun = await submissions.begin(connection, new, (Consented("text"),))
        await submissions.record(connection, begun.id, (Abandoned(),), after=1)
        await submissions.finish(connection, begun.id, "abandoned")

    answered.store(stop)
    backup = answered.json("backup", "create", "--evidence-list")["backup"]
    answered.done("backup", "restore", backup, "--into", "back")
    held = [one.read_bytes() for one in (answered.folder / "back").glob("loket.db*")]
    assert b"a" * 32 in (answered.folder / "loket.db").read_bytes()
    assert not [one for one in held if b"a" * 32 in one]


def test_a_backup_older_than_the_published_head_says_so(answered: Desk) -> None:
    backup = answered.json("backup", "create", "--evidence-list")["backup"]
    answered.receives([Sent("pkm", "2026", moment("2026-11-24 01:00"))] * 1)
    answered.done("ledger", "checkpoint")
    said = answered("backup", "restore", backup, "--into", "back")
    assert "older than the head of the ledger that was given away" in said.stderr
    assert answered.json("backup", "restore", backup, "--into", "two")["leaves_lacking"] == 1


def test_an_erasure_is_told_to_the_engine_and_accounted_for(answered: Desk) -> None:
    before = {one["response_id"] for one in rows(exported(answered, WEEK), "f03_responses")}
    erase_first(answered)
    after = {one["response_id"] for one in rows(exported(answered, WEEK), "f03_responses")}
    (gone,) = before - after
    answered.at(moment("2026-12-01 02:00"))
    told = rows(exported(answered, "2026-W48"), "corrections")
    assert [(one["id"], one["week"], one["kind"]) for one in told] == [(gone, WEEK, "erased")]


def test_the_weekly_report_counts_what_was_erased(answered: Desk) -> None:
    erase_first(answered)
    answered.at(moment("2026-12-01 02:00"))
    told = answered.json("report", "week", "2026-W48")["marks"]
    assert told == {"supersede": 0, "withdraw": 0, "erase": 1, "tickets_printed": 0}
    assert answered.json("report", "week", WEEK)["marks"]["erase"] == 0
