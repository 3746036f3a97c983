"""One-time tickets: one account each, used once, and forgotten whose it was."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage import tickets
from storage.database import Database
from storage.errors import NotFound
from storage.issuances import NewIssuance, all_issuances, free_batch, record
from storage.tickets import Tally
from survey_flows.links import Channel
from tests.storage.rows import Shelf, counted, furnish, refused, run

DAY, LAST = date(2026, 11, 16), date(2026, 11, 23)
SITI, BUDI = "5" * 32, "b" * 32
MANY = 50


@dataclass(frozen=True)
class Sheet:
    """Three tickets, printed on a Monday and valid for a week."""

    database: Database
    shelf: Shelf
    drawn: Sequence[bytes]

    async def claim(self, who: str, number: int = 0) -> bool:
        async with self.database.writing() as connection:
            return await tickets.claim(connection, self.drawn[number], who)

    async def state(self, number: int = 0) -> str | None:
        async with self.database.reading() as connection:
            return await tickets.state_of(connection, self.drawn[number])

    async def tally(self, today: date = DAY) -> Tally:
        async with self.database.reading() as connection:
            (only,) = await tickets.tallies(connection, today)
        return only


@pytest.fixture
async def sheet(database: Database) -> Sheet:
    shelf = await furnish(database)
    drawn = [bytes([number]) * 9 for number in range(3)]
    async with database.writing() as connection:
        await tickets.issue(connection, of_tickets(shelf), drawn)
    return Sheet(database, shelf, drawn)


def of_tickets(shelf: Shelf, batch: str = "K7QF2M", pieces: int = 3) -> NewIssuance:
    numbers = (Channel.TICKET, shelf.lokus, shelf.period, 1, pieces)
    return NewIssuance(DAY, *numbers, DAY, LAST, batch)


async def test_the_first_account_has_the_ticket_as_often_as_it_asks(sheet: Sheet) -> None:
    assert [await sheet.claim(SITI), await sheet.claim(SITI)] == [True, True]
    assert await sheet.claim(BUDI) is False
    assert await sheet.claim(BUDI, 1) is True


async def test_of_fifty_accounts_with_one_ticket_exactly_one_wins(sheet: Sheet) -> None:
    won = await asyncio.gather(*(sheet.claim(f"{number:032}") for number in range(MANY)))
    assert won.count(True) == 1


async def test_a_ticket_forgets_its_account_when_the_answer_is_sent(sheet: Sheet) -> None:
    await sheet.claim(SITI)
    async with sheet.database.writing() as connection:
        await tickets.spend(connection, SITI)
    assert await sheet.state() == "spent"
    assert [await sheet.claim(SITI), await sheet.claim(BUDI)] == [False, False]
    async with sheet.database.reading() as connection:
        rows = await connection.execute(sa.text("SELECT * FROM tickets"))
        assert not any(SITI in map(str, row) for row in rows)


async def test_a_questionnaire_called_off_hands_its_ticket_back(sheet: Sheet) -> None:
    await sheet.claim(SITI)
    async with sheet.database.writing() as connection:
        await tickets.hand_back(connection, SITI)
    assert await sheet.state() == "open"
    assert await sheet.claim(BUDI)


async def test_an_expired_ticket_forgets_who_never_finished(sheet: Sheet) -> None:
    await sheet.claim(SITI)
    for late, state in ((timedelta(7), "held"), (timedelta(8), "spent")):
        async with sheet.database.writing() as connection:
            await tickets.forget_holders(connection, LAST + late)
        assert await sheet.state() == state
    assert await counted(sheet.database, "tickets WHERE holder IS NOT NULL") == 0


async def test_a_ticket_nobody_printed_is_nobodys(sheet: Sheet) -> None:
    async with sheet.database.writing() as connection:
        assert await tickets.state_of(connection, b"x" * 9) is None
        assert await tickets.claim(connection, b"x" * 9, SITI) is False


async def test_revoking_a_sheet_leaves_what_was_begun(sheet: Sheet) -> None:
    await sheet.claim(SITI)
    async with sheet.database.writing() as connection:
        assert await tickets.revoke(connection, "K7QF2M") == 2
        assert await tickets.revoke(connection, "K7QF2M") == 0
        with pytest.raises(NotFound, match="K7QF2M"):
            await tickets.revoke(connection, "ZZZZZZ")
    assert await sheet.claim(SITI)
    assert await sheet.claim(BUDI, 1) is False


async def test_every_ticket_of_a_printing_is_counted_once(sheet: Sheet) -> None:
    await sheet.claim(SITI)
    one = await sheet.tally()
    assert (one.issuance.pieces, one.used, one.open, one.expired, one.revoked) == (3, 1, 2, 0, 0)
    late = await sheet.tally(LAST + timedelta(1))
    assert (late.used, late.open, late.expired, late.revoked) == (1, 0, 2, 0)
    assert late.issuance.lokus.code == "pkm"


async def test_what_was_printed_is_listed_oldest_first(sheet: Sheet) -> None:
    where = (sheet.shelf.lokus, sheet.shelf.period)
    poster = NewIssuance(DAY, Channel.POSTER, *where, 2, 1, DAY, LAST)
    async with sheet.database.writing() as connection:
        await record(connection, poster)
        await record(connection, poster)
    async with sheet.database.reading() as connection:
        every = await all_issuances(connection)
        assert await free_batch(connection) not in {"", "K7QF2M"}
    assert [(one.channel, one.key_id, one.batch) for one in every] == [
        (2, 1, "K7QF2M"),
        (0, 2, ""),
        (0, 2, ""),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issuances SET pieces = 1",
        "DELETE FROM issuances",
        "DELETE FROM tickets",
        "UPDATE tickets SET ticket_hash = 'x'",
        "UPDATE tickets SET issuance_id = issuance_id + 1",
        "UPDATE tickets SET state = 'open' WHERE state = 'spent'",
        "UPDATE tickets SET state = 'held', holder = 'x' WHERE state = 'spent'",
        "UPDATE tickets SET holder = 'somebody else' WHERE state = 'held'",
        "UPDATE tickets SET holder = NULL WHERE state = 'held'",
        "UPDATE tickets SET holder = 'x' WHERE state = 'open'",
        "UPDATE tickets SET state = 'lost' WHERE state = 'open'",
        "INSERT INTO tickets SELECT 'new', 999, 'open', NULL",
    ],
)
async def test_the_database_itself_refuses(statement: str, sheet: Sheet) -> None:
    await sheet.claim(BUDI)
    async with sheet.database.writing() as connection:
        await tickets.spend(connection, BUDI)
    await sheet.claim(SITI, 1)
    assert await refused(sheet.database, statement)


async def test_tickets_are_not_replaced_or_emptied_by_the_back_door(sheet: Sheet) -> None:
    back_doors = {
        "sqlite": (
            "INSERT OR REPLACE INTO tickets SELECT * FROM tickets",
            "INSERT OR REPLACE INTO issuances SELECT * FROM issuances",
        ),
        "postgresql": ("TRUNCATE tickets", "TRUNCATE issuances CASCADE"),
    }
    for statement in back_doors[sheet.database.dialect]:
        assert await refused(sheet.database, statement), statement
    assert await run(sheet.database, "UPDATE tickets SET state = state") == 3
