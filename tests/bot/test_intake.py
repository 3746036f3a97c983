"""Telegram hears "received" only for what is settled, whoever is slow and whatever fails."""

import asyncio
from collections import deque

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe

from bot import intake as module
from bot.intake import Intake
from tests.bot.conftest import Sleeps
from tests.bot.telegram import Desk, Telegram, message

CALL = GetMe()


@pytest.fixture
def intake(telegram: Telegram, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Intake:
    monkeypatch.setattr(module, "_LOOK_AGAIN", 0.01)
    return Intake(telegram.fetch, desk.take)


async def test_an_update_is_confirmed_by_the_poll_after_it_was_settled(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    telegram.waiting = [message(10), message(11, person=2)]
    await intake.poll(0)
    assert (desk.ended, telegram.unconfirmed) == ([10, 11], [10, 11])
    await intake.poll(0)
    assert (telegram.offsets, telegram.unconfirmed) == ([None, 12], [])


async def test_the_offset_never_passes_an_update_in_work(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10, person=2), message(11, person=1), message(12, person=3)]
    for _ in range(3):
        await intake.poll(0)
    assert telegram.offsets == [None, 11, 11]
    assert telegram.unconfirmed == [11, 12]
    gate.set()
    await intake.poll(0)
    await intake.poll(0)
    assert (telegram.unconfirmed, telegram.lost) == ([], [])


async def test_a_slow_person_does_not_stop_the_others(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10, person=1)]
    await intake.poll(0)
    for number in range(11, 16):
        telegram.waiting.append(message(number, person=number))
        await intake.poll(0)
        assert desk.ended[-1] == number
    assert telegram.unconfirmed[0] == 10
    gate.set()
    await intake.poll(0)


async def test_of_several_slow_people_the_first_update_counts(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gates = [desk.shut(person=1), desk.shut(person=2)]
    telegram.waiting = [message(10, person=1), message(11, person=2), message(12, person=3)]
    for _ in range(2):
        await intake.poll(0)
    gates[1].set()
    for _ in range(2):
        await intake.poll(0)
    assert (telegram.offsets, telegram.unconfirmed[0]) == ([None, 10, 10, 10], 10)
    gates[0].set()
    for _ in range(2):
        await intake.poll(0)
    assert (telegram.unconfirmed, telegram.lost) == ([], [])


async def test_updates_of_one_person_are_taken_in_order(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(number, person=1) for number in (10, 11, 12)]
    await intake.poll(0)
    assert desk.begun == [10]
    gate.set()
    await intake.poll(0)
    assert desk.begun == desk.ended == [10, 11, 12]
    assert desk.most_at_once == 1


async def test_different_people_are_served_at_the_same_time(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gates = [desk.shut(person) for person in range(1, 21)]
    telegram.waiting = [message(10 + person, person) for person in range(1, 21)]
    await intake.poll(0)
    assert desk.most_at_once == 20
    for gate in gates:
        gate.set()
    await intake.poll(0)


async def test_an_update_that_comes_again_while_in_work_is_taken_once(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10), message(10)]
    for _ in range(3):
        await intake.poll(0)
    gate.set()
    await intake.poll(0)
    assert desk.begun == [10]


async def test_a_settled_update_that_comes_again_is_not_taken_again(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10, person=1), message(11, person=2)]
    for _ in range(3):
        await intake.poll(0)
    assert desk.begun == [10, 11]
    gate.set()
    await intake.poll(0)


async def test_ids_may_begin_anew_at_a_smaller_number(
    intake: Intake, telegram: Telegram, desk: Desk
) -> None:
    telegram.waiting = [message(900_000)]
    await intake.poll(0)
    await intake.poll(0)
    telegram.waiting = [message(17)]
    await intake.poll(0)
    await intake.poll(0)
    assert desk.ended == [900_000, 17]
    assert telegram.offsets == [None, 900_001, None, 18]
    assert telegram.lost == []


async def test_ids_may_leave_gaps(intake: Intake, telegram: Telegram, desk: Desk) -> None:
    telegram.waiting = [message(5), message(800), message(70_000)]
    await intake.poll(0)
    await intake.poll(0)
    assert telegram.unconfirmed == telegram.lost == []


async def test_a_quiet_poll_changes_nothing(intake: Intake, telegram: Telegram) -> None:
    for _ in range(3):
        await intake.poll(0)
    assert telegram.offsets == [None, None, None]


async def test_an_update_without_a_shape_reaches_the_desk(telegram: Telegram) -> None:
    taken: deque[object] = deque()

    async def take(raw: dict[str, object], _fetched: float) -> None:
        taken.append(raw)

    telegram.waiting = [{"update_id": 3, "poll": []}, {"update_id": 4, "message": 7}]
    intake = Intake(telegram.fetch, take)
    await intake.poll(0)
    await intake.poll(0)
    assert (len(taken), telegram.waiting) == (2, [])


@pytest.mark.parametrize(
    "trouble",
    [
        TelegramNetworkError(CALL, "connection reset"),
        TelegramServerError(CALL, "Bad Gateway"),
        TelegramConflictError(CALL, "terminated by other getUpdates request"),
        TelegramAPIError(CALL, "something new"),
        ClientDecodeError("no JSON", ValueError("<html>"), "<html>"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_trouble_with_polling_is_waited_out_longer_each_time(
    trouble: Exception, intake: Intake, telegram: Telegram, desk: Desk, sleeps: Sleeps
) -> None:
    telegram.troubles = [trouble] * 9
    telegram.waiting = [message(10)]
    for _ in range(10):
        await intake.poll(0)
    assert desk.ended == [10]
    expected = [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert [round(given / nominal) for given, nominal in zip(sleeps, expected, strict=True)] == [
        1
    ] * 9


async def test_the_pause_begins_small_again_after_a_poll_that_worked(
    intake: Intake, telegram: Telegram, sleeps: Sleeps
) -> None:
    for _ in range(2):
        telegram.troubles = [TelegramServerError(CALL, "Bad Gateway")]
        await intake.poll(0)
        await intake.poll(0)
    assert all(pause <= 0.6 for pause in sleeps)


async def test_told_to_slow_down_it_waits_exactly_as_long_as_told(
    intake: Intake, telegram: Telegram, sleeps: Sleeps
) -> None:
    telegram.troubles = [TelegramRetryAfter(CALL, "Too Many Requests", 7)]
    await intake.poll(0)
    assert sleeps == [7.0]


async def test_a_token_telegram_does_not_know_ends_the_program(
    intake: Intake, telegram: Telegram
) -> None:
    telegram.troubles = [TelegramUnauthorizedError(CALL, "Unauthorized")]
    with pytest.raises(TelegramUnauthorizedError):
        await intake.run(asyncio.Event())


async def test_trouble_confirms_nothing_that_is_in_work(
    intake: Intake, telegram: Telegram, desk: Desk, sleeps: Sleeps
) -> None:
    gate = desk.shut(person=1)
    telegram.waiting = [message(10)]
    await intake.poll(0)
    telegram.troubles = [TelegramServerError(CALL, "Bad Gateway")]
    await intake.poll(0)
    gate.set()
    await intake.poll(0)
    await intake.poll(0)
    assert (desk.begun, telegram.unconfirmed, telegram.lost) == ([10], [], [])
