"""What nobody may do to a submission, refused by the database itself: raw SQL, both databases."""

import pytest

from storage import responses, submissions
from storage.database import Database
from storage.responses import Said
from survey_flows.facts import Answered, Submitted
from tests.storage.rows import begun, counted, outcome_of, refused, run

POSTGRES_ONLY = (
    "TRUNCATE facts CASCADE",
    "TRUNCATE openings",
    "TRUNCATE leaves",
    "TRUNCATE submissions CASCADE",
)
SQLITE_ONLY = (
    "INSERT OR REPLACE INTO facts SELECT submission_id, seq, kind, field, '1', gap FROM facts",
    """INSERT OR REPLACE INTO responses SELECT submission_id, response_id, sent_hour + 1,
    leaf_hash, receipt FROM responses""",
    "INSERT OR REPLACE INTO openings SELECT submission_id, 'changed', salt FROM openings",
    "INSERT OR REPLACE INTO leaves SELECT seq, kind, about, 'changed', hash FROM leaves",
    """INSERT OR REPLACE INTO submissions SELECT id, key, form_id, version, lokus_id, period_id,
    'somebody else', channel, outcome, ended FROM submissions""",
    """INSERT OR REPLACE INTO submissions SELECT NULL, 'k', form_id, version, lokus_id, period_id,
    who, channel, outcome, ended FROM submissions""",
)
CHANGED = {
    "key": "'k'",
    "who": "'somebody else'",
    "channel": "2",
    "lokus_id": "lokus_id + 1",
    "period_id": "period_id + 1",
    "form_id": "'F-01'",
    "version": "'1'",
    "id": "id + 1",
}


@pytest.fixture
async def sent(database: Database) -> int:
    """A submission that was sent, with its response."""
    held = await begun(database)
    async with database.writing() as connection:
        await submissions.record(connection, held.id, (Submitted(),), after=2)
        await submissions.finish(connection, held.id, "submitted")
        await responses.keep(connection, held.id, 1, Said({"day": "2026-11-16"}, {"i01": "4"}))
    return held.id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts SET value = '5'",
        "UPDATE facts SET value = value",
        "DELETE FROM facts",
        "UPDATE responses SET sent_hour = 0",
        "DELETE FROM responses",
        "UPDATE openings SET opening = '{}'",
        "DELETE FROM openings",
        "UPDATE leaves SET body = '{}'",
        "DELETE FROM leaves",
        "INSERT INTO leaves VALUES (7, 'erase', '', '{}', 'x')",
        "UPDATE ledger_head SET size = 0",
        "DELETE FROM ledger_head",
        "UPDATE submissions SET ended = 'erased'",
        "UPDATE submissions SET ended = 'withdrawn'",
        "UPDATE submissions SET ended = 'superseded'",
        "DELETE FROM submissions",
        "UPDATE submissions SET outcome = 'abandoned'",
        "UPDATE submissions SET outcome = NULL",
    ],
)
async def test_what_was_sent_stays_as_it_was(statement: str, database: Database, sent: int) -> None:
    assert await refused(database, statement)
    assert await counted(database, "facts") == 3
    async with database.reading() as connection:
        held = await submissions.by_id(connection, sent)
    assert held.facts[1] == Answered("i01", "4")
    assert held.outcome == "submitted"


async def test_rows_are_not_replaced_or_emptied_by_the_back_door(
    database: Database, sent: int
) -> None:
    statements = SQLITE_ONLY if database.dialect == "sqlite" else POSTGRES_ONLY
    for statement in statements:
        assert await refused(database, statement), statement
    assert await counted(database, "facts") == 3
    async with database.reading() as connection:
        assert (await submissions.by_id(connection, sent)).who == "w" * 32


async def test_a_fact_of_an_open_submission_is_not_replaced(database: Database) -> None:
    held = await begun(database)
    changed = f"({held.id}, 2, 'answered', 'i01', '1', NULL)"
    if database.dialect == "sqlite":
        statement = f"INSERT OR REPLACE INTO facts VALUES {changed}"
    else:
        statement = f"INSERT INTO facts VALUES {changed} ON CONFLICT (submission_id, seq) "
        statement += "DO UPDATE SET value = excluded.value"
    assert await refused(database, statement)


@pytest.mark.parametrize("column", sorted(CHANGED))
async def test_an_open_submission_only_gains_its_outcome(column: str, database: Database) -> None:
    held = await begun(database)
    assert await refused(database, f"UPDATE submissions SET {column} = {CHANGED[column]}")
    both = f"UPDATE submissions SET outcome = 'submitted', {column} = {CHANGED[column]}"
    assert await refused(database, both)
    async with database.reading() as connection:
        assert await submissions.by_id(connection, held.id) == held


@pytest.mark.parametrize("outcome", ["submitted", "abandoned"])
async def test_no_fact_is_added_after_the_end(outcome: str, database: Database) -> None:
    held = await begun(database)
    assert await run(database, f"UPDATE submissions SET outcome = '{outcome}'") == 1
    added = f"INSERT INTO facts VALUES ({held.id}, 3, 'answered', 'i02', '1', NULL)"
    assert await refused(database, added)
    async with database.reading() as connection:
        assert await outcome_of(connection, held.id) == outcome


async def test_a_fact_of_an_open_submission_is_taken(database: Database) -> None:
    held = await begun(database)
    added = f"INSERT INTO facts VALUES ({held.id}, 3, 'answered', 'i02', '1', NULL)"
    assert await run(database, added) == 1


async def test_an_outcome_nobody_knows_is_refused(database: Database) -> None:
    await begun(database)
    assert await refused(database, "UPDATE submissions SET outcome = 'lost'")


async def test_a_fact_of_no_submission_is_refused(database: Database) -> None:
    await begun(database)
    assert await refused(
        database, "INSERT INTO facts VALUES (999, 1, 'answered', 'i02', '1', NULL)"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lokus SET code = 'elsewhere'",
        "UPDATE lokus SET instansi_id = instansi_id + 1",
        "UPDATE instansi SET timezone = 'Asia/Tokyo'",
        "UPDATE instansi SET code = 'other'",
        "UPDATE periods SET pepper_check = 'abc'",
        "UPDATE periods SET code = '1999'",
        "UPDATE instruments SET fingerprint = 'sha256:edited'",
        "DELETE FROM instruments",
        "DELETE FROM periods",
        "DELETE FROM lokus",
    ],
)
async def test_what_a_response_counts_for_cannot_be_moved(
    statement: str, database: Database, sent: int
) -> None:
    assert await refused(database, statement)


async def test_a_name_may_be_corrected(database: Database, sent: int) -> None:
    assert not await refused(database, "UPDATE lokus SET name = 'Puskesmas Anggana'")
