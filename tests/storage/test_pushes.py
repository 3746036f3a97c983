"""The history of pushes: every attempt stays, as it was."""

import asyncio

import pytest

from storage import pushes
from storage.database import Database
from storage.pushes import Asked, Attempt, Bundle, Push, Receipt
from tests.storage.rows import counted, refused

ASKED = Asked("w/pekppp_2026-W47.zip", "2026-W47", "a" * 64, "https://skor.example/", 100)
MADE = Bundle(
    "w/pekppp_2026-W47.zip",
    "2026-W47",
    is_complete=True,
    sha256="b" * 64,
    manifest="a" * 64,
    made_at=90,
)
FAILED = Receipt("failed", 111, "no answer")
DELIVERED = Receipt("delivered", 121, "ok", 200, "c" * 64)


@pytest.fixture
async def pushed(database: Database) -> Push:
    """One bundle, sent twice: an attempt that failed, one that is not over."""
    async with database.writing() as tables:
        await pushes.record_bundle(tables, MADE)
        push = await pushes.ask(tables, ASKED)
        await pushes.settle(tables, await pushes.begin(tables, push.id, 110), FAILED)
        await pushes.begin(tables, push.id, 120)
    return push


async def found(database: Database) -> Push:
    async with database.reading() as tables:
        (one,) = await pushes.all_pushes(tables)
    return one


async def test_every_attempt_is_told_with_how_it_ended(database: Database, pushed: Push) -> None:
    one = await found(database)
    assert one == Push(pushed.id, ASKED, (Attempt(110, FAILED), Attempt(120, None)))
    async with database.writing() as tables:
        await pushes.settle(tables, await pushes.begin(tables, one.id, 121), DELIVERED)
        assert await pushes.all_bundles(tables) == [MADE]
    assert (await found(database)).attempts[-1] == Attempt(121, DELIVERED)


async def test_asking_again_is_the_same_push(database: Database, pushed: Push) -> None:
    later = Asked("elsewhere.zip", "2026-W47", "a" * 64, "https://skor.example/", 900)
    async with database.writing() as tables:
        again = await pushes.ask(tables, later)
    assert (again.id, again.asked, len(again.attempts)) == (pushed.id, ASKED, 2)


async def test_two_who_ask_at_once_have_one_push(database: Database) -> None:
    async def ask() -> int:
        async with database.writing() as tables:
            return (await pushes.ask(tables, ASKED)).id

    ids = await asyncio.gather(*(ask() for _ in range(5)), return_exceptions=True)
    assert await counted(database, "pushes") == 1
    assert len({one for one in ids if isinstance(one, int)}) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bundles SET sha256 = 'other'",
        "DELETE FROM bundles",
        "UPDATE pushes SET asked_at = 1",
        "DELETE FROM pushes",
        "UPDATE push_attempts SET begun_at = 1",
        "UPDATE push_attempts SET outcome = 'delivered' WHERE outcome = 'failed'",
        "UPDATE push_attempts SET said = 'fine' WHERE outcome = 'failed'",
        "UPDATE push_attempts SET outcome = 'perhaps' WHERE outcome IS NULL",
        "DELETE FROM push_attempts",
    ],
)
async def test_nobody_makes_the_history_prettier(
    statement: str, database: Database, pushed: Push
) -> None:
    before = await found(database)
    assert await refused(database, statement)
    assert await found(database) == before


async def test_nothing_is_replaced_or_emptied_by_the_back_door(
    database: Database, pushed: Push
) -> None:
    tables = ("bundles", "pushes", "push_attempts")
    statements = {
        "sqlite": [f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}" for name in tables],
        "postgresql": [f"TRUNCATE {name} CASCADE" for name in tables],
    }
    for statement in statements[database.dialect]:
        assert await refused(database, statement), statement
    assert len((await found(database)).attempts) == 2
