"""What was said is gone after an erasure: from the tables, the file and the WAL."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest

from storage import backchecks, ending, erasing, holdings, ledger, owed, submissions
from storage.database import Database
from storage.errors import StaleTurn
from storage.owed import NewDebt
from storage.reach import sqlite_file
from survey_flows.facts import Abandoned, Answered
from tests.storage.rows import CONSENT, counted, furnish, refused
from tests.storage.sending import WORD, send

DAY = date(2026, 11, 17)
WHO = "w" * 32


async def test_an_erased_response_leaves_a_tombstone_and_its_row(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        assert await erasing.erase(connection, held.leaf_hash, DAY)
        assert not await erasing.erase(connection, held.leaf_hash, DAY)
        assert await erasing.tombstones(connection) == 1
        [tombstone] = await ledger.about(connection, "erase", held.leaf_hash)
        assert await holdings.opening_of(connection, held.submission_id) == ""
    assert json.loads(tombstone.body) == {
        "basis": "UU 27/2022 pasal 8",
        "day": "2026-11-17",
        "lokus": "pkm",
        "of": held.leaf_hash,
        "type": "erase",
    }
    left = {name: await counted(database, name) for name in ("facts", "openings", "responses")}
    assert left == {"facts": 0, "openings": 0, "responses": 1}


async def test_what_was_never_sent_is_not_erased_by_a_leaf(database: Database) -> None:
    async with database.writing() as connection:
        assert not await erasing.erase(connection, "0" * 64, DAY)
        assert await ledger.size(connection) == 0


@pytest.mark.parametrize("how", ["withdraw", "supersede"])
async def test_what_was_taken_back_or_replaced_can_be_erased_too(
    how: str, database: Database
) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        if how == "withdraw":
            await ending.withdraw(connection, held, DAY)
        else:
            await ending.supersede(connection, held, "0" * 64, DAY)
    async with database.writing() as connection:
        assert await erasing.erase(connection, held.leaf_hash, DAY)
    assert await counted(database, "openings") == 0


async def test_with_a_response_go_its_back_check_and_what_is_owed(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        await backchecks.ask(connection, held.submission_id, DAY)
        await backchecks.say(connection, held, "staff", DAY)
        await owed.owe(connection, NewDebt("backcheck", WHO, 1, 2, b"chat"))
        await owed.owe(connection, NewDebt("backcheck", "o" * 32, 1, 2, b"another's"))
        await erasing.erase(connection, held.leaf_hash, DAY)
    assert await counted(database, "backchecks") == 0
    assert await counted(database, "owed") == 1


async def test_a_back_check_goes_with_its_response_only(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        await backchecks.ask(connection, held.submission_id, DAY)
    assert await refused(database, "DELETE FROM backchecks")


async def test_racing_erasures_leave_one_tombstone(database: Database) -> None:
    held = await send(database, await furnish(database))

    async def erase() -> bool:
        try:
            async with database.writing() as connection:
                return await erasing.erase(connection, held.leaf_hash, DAY)
        except StaleTurn:
            return False

    assert sum(await asyncio.gather(*(erase() for _ in range(10)))) == 1
    async with database.reading() as connection:
        assert await erasing.tombstones(connection) == 1


async def test_what_was_called_off_is_dropped_and_what_was_sent_stays(database: Database) -> None:
    shelf = await furnish(database)
    await send(database, shelf)
    async with database.writing() as connection:
        first = (CONSENT, Answered("i01", WORD), Abandoned())
        held = await submissions.begin(connection, shelf.new(), first)
        await submissions.finish(connection, held.id, "abandoned")
        every = await holdings.held_by(connection, [WHO])
        assert await erasing.unsent(connection, every) == 1
        await erasing.drop_unsent(connection, every)
        assert await erasing.unsent(connection, every) == 0
    assert await counted(database, "facts") == 3


async def test_a_row_that_lost_a_race_is_not_marked_twice(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.writing() as connection:
        await ending.withdraw(connection, held, DAY)
    with pytest.raises(StaleTurn):
        async with database.writing() as connection:
            await ending.supersede(connection, held, "0" * 64, DAY)
    async with database.reading() as connection:
        assert await ledger.about(connection, "supersede", held.leaf_hash) == []
        assert len(await ledger.about(connection, "withdraw", held.leaf_hash)) == 1


async def test_the_erased_word_is_in_no_byte_of_the_file_or_its_wal(database: Database) -> None:
    shelf = await furnish(database)
    words = [f"{WORD}{number:03d}" for number in range(40)]
    held = [await send(database, shelf, f"{word:>32}"[-32:], word) for word in words]
    assert found(database, words) == words or database.dialect == "postgresql"
    async with database.writing() as connection:
        for one in held[::2]:
            assert await erasing.erase(connection, one.leaf_hash, DAY)
    assert await erasing.fold(database)
    kept = words[1::2] if database.dialect == "sqlite" else []
    assert found(database, words) == kept


async def test_a_wal_in_use_is_folded_later(database: Database) -> None:
    held = await send(database, await furnish(database))
    async with database.reading() as reader:
        await holdings.by_submission(reader, held.submission_id)
        async with database.writing() as connection:
            await erasing.erase(connection, held.leaf_hash, DAY)
        assert await erasing.fold(database) == (database.dialect == "postgresql")
    assert await erasing.fold(database)


def found(database: Database, words: list[str]) -> list[str]:
    """Which of the words are in SQLite's file or WAL; as answers, not as part of a pseudonym."""
    path = sqlite_file(database.url)
    if path is None:
        return []
    data = b"".join(Path(f"{path}{end}").read_bytes() for end in ("", "-wal"))
    return [word for word in words if b'"i01":"' + word.encode() in data]


async def test_an_erased_response_leads_to_no_account(database: Database) -> None:
    held = await send(database, await furnish(database))
    renamed = f"UPDATE submissions SET who = '' WHERE id = {held.submission_id}"
    assert await refused(database, renamed)
    async with database.writing() as connection:
        assert await erasing.erase(connection, held.leaf_hash, DAY)
        assert (await holdings.by_submission(connection, held.submission_id)).who == ""
        assert not await holdings.held_by(connection, [WHO])
    assert await refused(database, f"UPDATE submissions SET who = '{WHO}' WHERE ended = 'erased'")
