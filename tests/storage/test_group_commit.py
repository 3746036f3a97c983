"""Turns that arrive together share a commit, and nothing else: on SQLite."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Connection, Database
from storage.sqlite_driver import InLoop

MANY = 40


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'shelf.db'}")
    async with made.writing() as connection:
        await connection.execute(sa.text("CREATE TABLE things (name TEXT PRIMARY KEY)"))
    yield made
    await made.close()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each commit."""
    counted: list[int] = []
    commit = InLoop.do_commit

    def count(dialect: InLoop, connection: object) -> None:
        counted.append(1)
        commit(dialect, connection)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(InLoop, "do_commit", count)
    return counted


async def put(connection: Connection, name: str) -> None:
    await connection.execute(sa.text("INSERT INTO things VALUES (:name)"), {"name": name})


async def turn(shelf: Database, name: str) -> None:
    async with shelf.writing() as connection:
        await put(connection, name)


async def failing(shelf: Database, name: str) -> None:
    async with shelf.writing() as connection:
        await put(connection, name)
        raise KeyError(name)


def on_disk(shelf: Database) -> set[str]:
    """As another program sees it."""
    with sqlite3.connect(str(shelf.url.database)) as other:
        return {name for (name,) in other.execute("SELECT name FROM things")}


async def test_turns_that_wait_together_share_a_commit(shelf: Database, commits: list[int]) -> None:
    await asyncio.gather(*(turn(shelf, f"{one}") for one in range(MANY)))
    assert on_disk(shelf) == {f"{one}" for one in range(MANY)}
    assert len(commits) <= MANY // 4


async def test_a_turn_comes_back_when_it_is_on_disk(shelf: Database) -> None:
    async def checked(name: str) -> bool:
        await turn(shelf, name)
        return name in on_disk(shelf)

    assert all(await asyncio.gather(*(checked(f"{one}") for one in range(MANY))))


async def test_a_turn_that_fails_takes_back_its_own_and_no_others(shelf: Database) -> None:
    works = [
        failing(shelf, f"bad {one}") if one % 3 == 0 else turn(shelf, f"good {one}")
        for one in range(MANY)
    ]
    ends = await asyncio.gather(*works, return_exceptions=True)
    assert [isinstance(end, KeyError) for end in ends] == [one % 3 == 0 for one in range(MANY)]
    assert on_disk(shelf) == {f"good {one}" for one in range(MANY) if one % 3}


async def test_a_statement_that_is_refused_leaves_the_turns_beside_it(shelf: Database) -> None:
    await turn(shelf, "taken")
    works = [turn(shelf, name) for name in ("first", "taken", "last")]
    ends = await asyncio.gather(*works, return_exceptions=True)
    assert [isinstance(end, sa.exc.IntegrityError) for end in ends] == [False, True, False]
    assert on_disk(shelf) == {"taken", "first", "last"}


async def test_whoever_is_cut_off_while_waiting_hinders_nobody(shelf: Database) -> None:
    works = [asyncio.create_task(turn(shelf, f"{one}")) for one in range(MANY)]
    await asyncio.sleep(0.001)
    for work in works[::2]:
        work.cancel()
    ends = await asyncio.gather(*works, return_exceptions=True)
    kept = {f"{one}" for one, end in enumerate(ends) if end is None}
    assert kept <= on_disk(shelf)
    assert {f"{one}" for one in range(1, MANY, 2)} <= kept
    await turn(shelf, "afterwards")
    assert "afterwards" in on_disk(shelf)


async def test_a_commit_that_fails_fails_every_turn_in_it_and_the_next_works(
    shelf: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(InLoop, "do_commit", refuse)
        works = (turn(shelf, f"{one}") for one in range(MANY))
        ends = await asyncio.gather(*works, return_exceptions=True)
    assert all(isinstance(end, sa.exc.OperationalError | sqlite3.Error) for end in ends)
    assert on_disk(shelf) == set()
    await turn(shelf, "afterwards")
    assert on_disk(shelf) == {"afterwards"}


async def test_a_transaction_that_sqlite_gave_up_fails_every_turn_in_it(shelf: Database) -> None:
    async def gives_up() -> None:
        async with shelf.writing() as connection:
            await put(connection, "lost")
            await connection.exec_driver_sql("ROLLBACK")  # as SQLite does when the disk is full

    works = [turn(shelf, "before"), gives_up(), turn(shelf, "behind")]
    ends = await asyncio.gather(*works, return_exceptions=True)
    assert isinstance(ends[0], sqlite3.Error)
    assert isinstance(ends[1], sqlite3.Error)
    assert ends[2] is None
    assert on_disk(shelf) == {"behind"}


async def test_another_program_that_writes_is_waited_for(shelf: Database) -> None:
    other = sqlite3.connect(str(shelf.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(turn(shelf, "late"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await waiting
    assert on_disk(shelf) == {"late"}
