"""The books of what is owed: one of a kind for a name, and empty when nothing is owed."""

from datetime import date, timedelta

import pytest

from storage import backchecks, ledger, owed, requests, seen
from storage.database import Database
from storage.errors import StaleTurn
from storage.owed import NewDebt
from survey_flows.ledger.tree import leaf_hash
from survey_flows.receipts import commitment
from tests.storage.rows import counted, furnish, refused, run
from tests.storage.sending import send

SITI, BUDI = "5" * 32, "b" * 32
DAY = date(2026, 11, 16)


async def test_of_a_kind_only_the_newest_is_owed_to_a_name(database: Database) -> None:
    async with database.writing() as connection:
        await owed.owe(connection, NewDebt("later", SITI, 5, 9, b"first"))
        await owed.owe(connection, NewDebt("later", SITI, 6, 9, b"second"))
        await owed.owe(connection, NewDebt("data", SITI, 7, 9, b"another kind"))
        await owed.owe(connection, NewDebt("later", BUDI, 8, 9, b"another person"))
    async with database.reading() as connection:
        assert [one.sealed for one in await owed.due(connection, 6)] == [b"second"]
        assert len(await owed.due(connection, 8)) == 3
        assert await owed.due(connection, 5) == []


async def test_what_is_settled_dropped_or_late_is_gone(database: Database) -> None:
    async with database.writing() as connection:
        for number, name in enumerate("abcd"):
            await owed.owe(connection, NewDebt("later", name * 32, 1, 10 + number, b"chat"))
        first, *_ = await owed.due(connection, 1)
        await owed.settle(connection, first.id)
        assert not await owed.is_owed(connection, first.id)
        await owed.drop_of(connection, ["b" * 32, "x" * 32])
        assert await owed.drop_late(connection, 12) == 1
        assert [one.name for one in await owed.due(connection, 1)] == ["d" * 32]
        await owed.drop(connection, "later", "d" * 32)
        assert await owed.count(connection) == 0


async def test_a_back_check_is_bound_under_a_salt_of_its_own(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        assert await backchecks.asked_on(connection, held.submission_id) is None
        await backchecks.ask(connection, held.submission_id, DAY)
        await backchecks.ask(connection, held.submission_id, DAY + timedelta(days=1))
        assert await backchecks.asked_on(connection, held.submission_id) == DAY
        await backchecks.say(connection, held, "assisted", DAY)
        assert await backchecks.asked_on(connection, held.submission_id) is None
        [leaf] = await ledger.about(connection, "backcheck", held.leaf_hash)
        row = (await connection.exec_driver_sql("SELECT opening, salt FROM backchecks")).one()
    assert f'"c":"{commitment(row.opening, bytes(row.salt))}"' in leaf.body
    assert row.opening == '{"said":"assisted"}'
    assert leaf.hash == leaf_hash(leaf.body.encode()).hex()


async def test_a_back_check_is_answered_once(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        await backchecks.ask(connection, held.submission_id, DAY)
        await backchecks.say(connection, held, "self", DAY)
    with pytest.raises(StaleTurn):
        async with database.writing() as connection:
            await backchecks.say(connection, held, "staff", DAY)
    assert await refused(database, "UPDATE backchecks SET opening = NULL, salt = NULL")
    assert list((await _openings(database)).values()) == ['{"said":"self"}']


async def test_a_request_is_late_after_three_days(database: Database) -> None:
    async with database.writing() as connection:
        number = await requests.record(connection, "access", DAY, is_done=False)
        await requests.record(connection, "erase", DAY)
        waiting, done = await requests.all_requests(connection)
        assert not waiting.is_late(DAY + timedelta(days=3))
        assert waiting.is_late(DAY + timedelta(days=4))
        assert not done.is_late(DAY + timedelta(days=4))
        await requests.do(connection, number, DAY + timedelta(days=1))
        await requests.do(connection, number, DAY + timedelta(days=2))
        answered, _ = await requests.all_requests(connection)
    assert answered.done_on == DAY + timedelta(days=1)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM requests",
        "UPDATE requests SET kind = 'erase'",
        "UPDATE requests SET asked_on = '2026-11-20'",
        "UPDATE requests SET done_on = NULL",
    ],
)
async def test_a_request_stays_on_record(statement: str, database: Database) -> None:
    async with database.writing() as connection:
        await requests.record(connection, "access", DAY)
    assert await refused(database, statement)


async def test_the_first_day_of_an_account_stays(database: Database) -> None:
    shelf = await furnish(database)
    async with database.writing() as connection:
        assert await seen.first_day(connection, SITI, shelf.period, DAY) == DAY
        later = DAY + timedelta(days=9)
        assert await seen.first_day(connection, SITI, shelf.period, later) == DAY
        assert await seen.first_day(connection, BUDI, shelf.period, later) == later
        await seen.forget(connection, [SITI])
    assert await counted(database, "seen") == 1
    async with database.writing() as connection:
        await seen.forget_period(connection, shelf.period)
    assert await counted(database, "seen") == 0


async def test_a_kind_nobody_knows_is_refused(database: Database) -> None:
    statement = "INSERT INTO owed (kind, name, due_hour, until_hour, sealed)"
    assert await refused(database, f"{statement} VALUES ('advert', 'n', 1, 2, 'x')")
    statement = "INSERT INTO requests (kind, asked_on) VALUES ('favour', '2026-11-16')"
    assert await refused(database, statement)
    assert await run(database, statement.replace("favour", "access")) == 1


async def _openings(database: Database) -> dict[str, str]:
    said = "SELECT response_id, opening FROM backchecks JOIN responses USING (submission_id)"
    async with database.reading() as connection:
        rows = await connection.exec_driver_sql(said)
        return {row.response_id: row.opening for row in rows}
