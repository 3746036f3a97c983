"""From arrival to settled: committed and spoken, judged again, or put aside; never lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Update
from structlog.typing import EventDict

from bot import wording
from bot.errors import WrongPepper
from bot.house import House
from bot.keys import KeyRing
from bot.receiver import Receiver
from bot.screen_memory import ScreenMemory
from bot.screens import Screen
from bot.sealing import unsealed
from bot.settings import Settings
from bot.speech import Said
from storage import deliveries
from storage.database import Connection, Database
from storage.errors import StaleTurn
from storage.tables import parked
from survey_flows import catalog
from tests.bot.calls import TOKEN, Line
from tests.bot.conftest import Sleeps
from tests.bot.telegram import message
from tests.storage.rows import counted

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SPOKEN = Said(Screen("dijawab"), at_bottom=True)


class Handlers:
    """Stands for the dispatcher: raises what it was told to, then answers."""

    def __init__(self) -> None:
        self.troubles: list[Exception] = []
        self.news: list[bool] = []
        self.said: object = SPOKEN

    async def feed_update(self, _bot: Bot, _update: Update, *, is_new: bool, **_: object) -> object:
        self.news.append(is_new)
        if self.troubles:
            raise self.troubles.pop(0)
        return self.said


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = Settings(_env_file=None, keys_dir=tmp_path / "keys", limits="100/hour")
    keys = KeyRing(settings.keys_dir)
    keys.create()
    form = catalog.load("F-03")
    return House(settings, keys, {(form.form_id, form.version): form}, lambda: NOW)


@pytest.fixture
def receiver(line: Line, handlers: Handlers, house: House, database: Database) -> Receiver:
    dispatcher: Any = handlers
    return Receiver(Bot(TOKEN, session=line), dispatcher, house, database, ScreenMemory(NOW))


def texts(line: Line) -> list[str]:
    return [call.text for call in line.of("sendMessage")]


async def sealed_in(database: Database) -> list[bytes]:
    async with database.reading() as connection:
        return [row.sealed for row in await connection.execute(parked.select())]


async def test_an_update_is_committed_and_then_spoken(
    receiver: Receiver, line: Line, database: Database
) -> None:
    await receiver.take(message(5), 0.0)
    assert texts(line) == ["dijawab"]
    assert await counted(database, "updates") == 1


async def test_nothing_is_spoken_before_the_commit(
    receiver: Receiver, line: Line, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_commit: list[int] = []
    writing = database.writing

    @asynccontextmanager
    async def watched() -> AsyncIterator[Connection]:
        async with writing() as connection:
            yield connection
        at_commit.append(len(line.calls))

    monkeypatch.setattr(database, "writing", watched)
    await receiver.take(message(5), 0.0)
    assert (at_commit, len(line.calls)) == ([0], 1)


async def test_a_delivery_that_comes_again_is_known_as_such(
    receiver: Receiver, handlers: Handlers
) -> None:
    for _ in range(3):
        await receiver.take(message(5), 0.0)
    assert handlers.news == [True, False, False]


async def test_a_stale_turn_is_judged_again_at_once(
    receiver: Receiver, handlers: Handlers, line: Line, sleeps: Sleeps
) -> None:
    handlers.troubles = [StaleTurn("a rival"), StaleTurn("a rival")]
    await receiver.take(message(5), 0.0)
    assert (handlers.news, texts(line), sleeps) == ([True] * 3, ["dijawab"], [])


async def test_a_turn_that_fails_is_tried_again_and_again_then_put_aside(
    receiver: Receiver, handlers: Handlers, database: Database, line: Line, sleeps: Sleeps
) -> None:
    handlers.troubles = [ZeroDivisionError("Siti said 0")] * 9
    await receiver.take(message(5, text="rahasia"), 0.0)
    assert (len(handlers.news), len(sleeps)) == (5, 5)
    assert texts(line) == [wording.TROUBLE]
    async with database.reading() as connection:
        (put_aside,) = await deliveries.all_parked(connection)
    assert (put_aside.update_id, put_aside.reason) == (5, "ZeroDivisionError")


async def test_what_was_put_aside_is_readable_with_the_key_alone(
    receiver: Receiver, handlers: Handlers, database: Database, house: House, sleeps: Sleeps
) -> None:
    handlers.troubles = [ZeroDivisionError()] * 5
    await receiver.take(message(5, text="rahasia"), 0.0)
    (content,) = await sealed_in(database)
    assert b"rahasia" not in content
    assert unsealed(content, house.keys.parked) == message(5, text="rahasia")


@pytest.mark.parametrize("name", ["\ud83d", "Siti"])
async def test_an_update_nobody_can_read_is_put_aside_in_silence(
    name: str, receiver: Receiver, handlers: Handlers, line: Line, database: Database
) -> None:
    update = message(5)
    update["message"]["chat"] = name
    await receiver.take(update, 0.0)
    assert (handlers.news, line.names) == ([], [])
    assert await counted(database, "parked") == 1


async def test_a_fault_of_ours_closes_the_door_and_says_so(
    receiver: Receiver, handlers: Handlers, line: Line, database: Database
) -> None:
    handlers.troubles = [WrongPepper("2026")]
    await receiver.take(message(5), 0.0)
    assert texts(line) == [wording.OUT_OF_SERVICE]
    assert (await counted(database, "parked"), await counted(database, "updates")) == (0, 0)


async def test_putting_aside_raises_the_alarm_without_quoting_anybody(
    receiver: Receiver, handlers: Handlers, logs: list[EventDict], sleeps: Sleeps
) -> None:
    handlers.troubles = [ZeroDivisionError("Siti said 0")] * 9
    await receiver.take(message(5, text="rahasia"), 0.0)
    assert logs[-1] == {
        "event": "update.parked",
        "log_level": "critical",
        "update_id": 5,
        "reason": "ZeroDivisionError",
    }


async def test_a_person_in_a_hurry_is_slowed_down_and_nothing_is_stored(
    receiver: Receiver, line: Line, database: Database, handlers: Handlers
) -> None:
    for number in range(110):
        await receiver.take(message(number), 0.0)
    assert texts(line).count(wording.TOO_FAST) == 1
    assert len(handlers.news) == await counted(database, "updates") == 100


Breaking = Callable[[int], None]


@pytest.fixture
def breaking(database: Database, monkeypatch: pytest.MonkeyPatch) -> Breaking:
    """The next so many transactions find no database."""
    writing, left = database.writing, [0]

    @asynccontextmanager
    async def breaks() -> AsyncIterator[Connection]:
        if left[0]:
            left[0] -= 1
            raise ConnectionRefusedError("no database listens")
        opened: AbstractAsyncContextManager[Connection] = writing()
        async with opened as connection:
            yield connection

    monkeypatch.setattr(database, "writing", breaks)

    def outage(transactions: int) -> None:
        left[0] = transactions

    return outage


@pytest.mark.parametrize("transactions", [1, 4, 5, 6, 30])
async def test_an_outage_of_any_length_loses_nothing_and_parks_nothing(
    transactions: int, receiver: Receiver, breaking: Breaking, line: Line, sleeps: Sleeps
) -> None:
    breaking(transactions)
    await receiver.take(message(5), 0.0)
    assert texts(line) == ["dijawab"]
    assert len(sleeps) == transactions
    assert max(sleeps) <= 15


async def test_a_database_that_goes_away_in_the_middle_of_a_turn_is_waited_for(
    receiver: Receiver, handlers: Handlers, breaking: Breaking, line: Line, sleeps: Sleeps
) -> None:
    handlers.troubles = [OSError("connection lost")] * 4
    breaking(0)
    task = asyncio.create_task(receiver.take(message(5), 0.0))
    while len(handlers.news) < 4:  # noqa: ASYNC110 - the fake has no events
        await asyncio.sleep(0)
    breaking(20)
    await task
    assert texts(line) == ["dijawab"]
