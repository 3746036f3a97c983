"""The ledger: numbered without a gap by rivals, and the only way a response may end."""

import asyncio

import pytest

from storage import ledger, responses, submissions
from storage.database import Database
from storage.ledger import Checkpoint
from storage.responses import Said
from survey_flows.facts import Submitted
from survey_flows.ledger import leaves
from survey_flows.ledger.tree import Frontier
from tests.storage.rows import FIRST_DAY, begun, counted, refused, run

DAY = "2026-11-16"


async def sent(database: Database) -> tuple[int, str]:
    """A sent submission and the hash of its leaf."""
    held = await begun(database)
    async with database.writing() as connection:
        await submissions.record(connection, held.id, (Submitted(),), after=2)
        await submissions.finish(connection, held.id, "submitted")
        kept = await responses.keep(connection, held.id, 1, Said({"day": DAY}, {"i01": "4"}))
    return held.id, kept.leaf_hash


async def test_rivals_leave_no_gap_and_share_no_number(database: Database) -> None:
    async def add(number: int) -> int:
        async with database.writing() as connection:
            return await ledger.append(connection, leaves.key(number, "made", DAY))

    taken = await asyncio.gather(*(add(number) for number in range(40)))
    assert sorted(taken) == list(range(40))
    async with database.reading() as connection:
        assert await ledger.size(connection) == 40
        every = [one async for one in ledger.stream(connection, until=40)]
        tree = await ledger.head(connection, until=40)
    assert [one.seq for one in every] == list(range(40))
    grown = Frontier()
    grown.extend(bytes.fromhex(one.hash) for one in every)
    assert tree.root == grown.root


async def test_a_transaction_that_fails_takes_its_leaf_back(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as connection:
            await ledger.append(connection, leaves.key(1, "made", DAY))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await fail()
    async with database.reading() as connection:
        assert await ledger.size(connection) == 0


async def test_a_response_is_bound_by_its_leaf(database: Database) -> None:
    _, leaf_hash = await sent(database)
    async with database.reading() as connection:
        size = await ledger.size(connection)
        assert await ledger.place_of(connection, leaf_hash) == size - 1
        (entered,) = [one async for one in ledger.stream(connection, size, since=size - 1)]
    assert (entered.kind, entered.hash) == ("answer", leaf_hash)


@pytest.mark.parametrize(
    ("end", "kind"),
    [("superseded", "supersede"), ("withdrawn", "withdraw"), ("erased", "erase")],
)
async def test_a_response_ends_only_where_the_ledger_says_so(
    end: str, kind: str, database: Database
) -> None:
    number, leaf_hash = await sent(database)
    change = f"UPDATE submissions SET ended = '{end}' WHERE id = {number}"
    assert await refused(database, change)
    marks = {
        "supersede": leaves.supersede(leaf_hash, "0" * 64, "pkm", DAY),
        "withdraw": leaves.withdraw(leaf_hash, "pkm", DAY),
        "erase": leaves.erase(leaf_hash, "pkm", DAY, "UU 27/2022 pasal 8"),
    }
    for other in marks.keys() - {kind}:
        async with database.writing() as connection:
            await ledger.append(connection, marks[other])
    assert await refused(database, change)
    async with database.writing() as connection:
        await ledger.append(connection, marks[kind])
    assert await run(database, change) == 1
    assert await refused(database, f"UPDATE submissions SET ended = NULL WHERE id = {number}")


async def test_what_was_said_goes_only_with_a_tombstone(database: Database) -> None:
    number, leaf_hash = await sent(database)
    drops = [
        f"DELETE FROM {table} WHERE submission_id = {number}" for table in ("openings", "facts")
    ]
    for drop in drops:
        assert await refused(database, drop)
    async with database.writing() as connection:
        await ledger.append(connection, leaves.erase(leaf_hash, "pkm", DAY, "UU 27/2022 pasal 8"))
    for drop in drops:
        assert await refused(database, drop)
    await run(database, f"UPDATE submissions SET ended = 'erased' WHERE id = {number}")
    for drop in drops:
        assert await run(database, drop) > 0
    assert await counted(database, "responses") == 1
    assert await refused(database, "DELETE FROM responses")


async def test_one_stands_and_one_is_open_for_each_pseudonym(database: Database) -> None:
    """A citizen may answer again while the earlier response still stands."""
    number, leaf_hash = await sent(database)
    copied = "form_id, version, lokus_id, period_id, who, channel"
    again = f"INSERT INTO submissions (key, {copied}) SELECT 'again', {copied} FROM submissions"
    assert await run(database, again) == 1
    assert await refused(database, again.replace("'again'", "'third'") + " WHERE key <> 'again'")
    assert await refused(database, "UPDATE submissions SET outcome = 'submitted'")
    async with database.writing() as connection:
        await ledger.append(connection, leaves.supersede(leaf_hash, "0" * 64, "pkm", DAY))
    await run(database, f"UPDATE submissions SET ended = 'superseded' WHERE id = {number}")
    assert await run(database, "UPDATE submissions SET outcome = 'submitted' WHERE key = 'again'")


async def test_the_first_checkpoint_after_a_leaf_covers_it(database: Database) -> None:
    async with database.writing() as connection:
        for size in (3, 7):
            await ledger.keep_checkpoint(connection, Checkpoint(size, "ab", FIRST_DAY, "note"))
        await ledger.keep_checkpoint(connection, Checkpoint(7, "cd", FIRST_DAY, "other"))
    async with database.reading() as connection:
        newest = await ledger.newest_checkpoint(connection)
        covering = [await ledger.covering(connection, seq) for seq in (2, 3, 6, 7)]
    assert newest
    assert (newest.size, newest.root) == (7, "ab")
    assert [one.size if one else None for one in covering] == [3, 7, 7, None]
