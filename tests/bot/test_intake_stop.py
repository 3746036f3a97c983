"""Told to stop, the intake finishes what is in hand and confirms that, nothing else."""

import asyncio

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe

from bot import intake as module
from bot.intake import Intake
from tests.bot.telegram import Desk, Telegram, Update, message


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def intake(telegram: Telegram, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Intake:
    monkeypatch.setattr(module, "_LOOK_AGAIN", 0.01)
    monkeypatch.setattr(module, "_DRAIN", 0.05)
    return Intake(telegram.fetch, desk.take)


async def running(
    intake: Intake, stop: asyncio.Event, desk: Desk, begun: int
) -> asyncio.Task[None]:
    """Run until so many updates are in hand, then say stop."""
    task = asyncio.create_task(intake.run(stop))
    while len(desk.begun) < begun:  # noqa: ASYNC110 - the desk is a fake without events
        await asyncio.sleep(0.001)
    stop.set()
    return task


async def test_turns_in_hand_are_finished_and_confirmed(
    intake: Intake, telegram: Telegram, desk: Desk, stop: asyncio.Event
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10), message(11)]
    task = await running(intake, stop, desk, begun=1)
    gate.set()
    await task
    assert desk.ended == [10, 11]
    assert telegram.unconfirmed == telegram.lost == []


async def test_a_turn_that_takes_too_long_is_left_unconfirmed(
    intake: Intake, telegram: Telegram, desk: Desk, stop: asyncio.Event
) -> None:
    desk.shut(person=1)
    telegram.waiting = [message(10, person=2), message(11, person=1), message(12, person=3)]
    await (await running(intake, stop, desk, begun=3))
    assert desk.ended == [10, 12]
    assert (telegram.unconfirmed, telegram.lost) == ([11, 12], [])


async def test_turns_that_never_began_are_left_unconfirmed(
    intake: Intake, telegram: Telegram, desk: Desk, stop: asyncio.Event
) -> None:
    desk.shut(person=1)
    telegram.waiting = [message(10), message(11), message(12)]
    await (await running(intake, stop, desk, begun=1))
    assert (desk.begun, telegram.unconfirmed) == ([10], [10, 11, 12])


async def test_a_last_confirmation_that_fails_does_not_fail_the_stop(
    telegram: Telegram, desk: Desk, stop: asyncio.Event
) -> None:
    async def fetch(offset: int | None, patience: int) -> list[Update]:
        if stop.is_set():
            raise TelegramNetworkError(GetMe(), "gone")
        return await telegram.fetch(offset, patience)

    gate = desk.shut(person=1)
    telegram.waiting = [message(10)]
    task = await running(Intake(fetch, desk.take), stop, desk, begun=1)
    gate.set()
    await task
    assert (desk.ended, telegram.unconfirmed) == ([10], [10])


async def test_a_long_poll_is_not_waited_for(desk: Desk, stop: asyncio.Event) -> None:
    """A poll that is cut off took nothing: what it brought comes again."""

    async def fetch(_offset: int | None, patience: int) -> list[Update]:
        await asyncio.sleep(patience)
        return []

    task = asyncio.create_task(Intake(fetch, desk.take).run(stop))
    await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(task, timeout=2)


async def test_a_fault_of_our_own_ends_the_program_and_confirms_nothing_of_it(
    intake: Intake, telegram: Telegram, desk: Desk, stop: asyncio.Event
) -> None:
    async def fail(_update: Update) -> None:
        raise RuntimeError("a bug")

    desk.work = fail
    telegram.waiting = [message(10)]
    with pytest.raises(RuntimeError, match="a bug"):
        await intake.run(stop)
    assert telegram.unconfirmed == [10]
