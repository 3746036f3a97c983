"""Calls to Telegram are paced, wait when told to wait, and give up in the end."""

import asyncio
import gc
import weakref

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, SendMessage

from bot.outgoing import Outgoing
from bot.raw_updates import get_updates
from tests.bot.calls import TOKEN, Line
from tests.bot.conftest import Sleeps

CALL = SendMessage(chat_id=7, text="")
FLOOD = TelegramRetryAfter(CALL, "Too Many Requests", 7)
PAGE = ClientDecodeError("", ValueError(), "<html>502 Bad Gateway</html>")
UNREADABLE = ClientDecodeError("", ValueError(), {"ok": True, "result": {}})
AWAY = TelegramServerError(CALL, "Bad Gateway")


@pytest.fixture
def line() -> Line:
    line = Line()
    line.middleware(Outgoing(per_second=1000))
    return line


@pytest.fixture
def bot(line: Line) -> Bot:
    return Bot(TOKEN, session=line)


async def test_told_to_slow_down_a_call_waits_exactly_as_long_as_told(
    bot: Bot, line: Line, sleeps: Sleeps
) -> None:
    line.fails("sendMessage", FLOOD, FLOOD)
    assert (await bot.send_message(7, "halo")).message_id
    assert (sleeps, len(line.calls)) == ([7, 7], 3)


@pytest.mark.parametrize(
    "error",
    [AWAY, PAGE, TelegramNetworkError(CALL, "connection reset")],
    ids=lambda error: type(error).__name__,
)
async def test_trouble_is_tried_again_with_growing_pauses(
    error: Exception, bot: Bot, line: Line, sleeps: Sleeps
) -> None:
    line.fails("sendMessage", error, error, error)
    await bot.send_message(7, "halo")
    assert sleeps == [0.5, 1.0, 2.0]


async def test_after_six_tries_it_gives_up(bot: Bot, line: Line, sleeps: Sleeps) -> None:
    line.fails("sendMessage", *[AWAY] * 9)
    with pytest.raises(TelegramServerError):
        await bot.send_message(7, "halo")
    assert len(line.calls) == 6
    assert len(sleeps) == 5


async def test_an_order_to_wait_for_hours_is_not_obeyed_in_silence(
    bot: Bot, line: Line, sleeps: Sleeps
) -> None:
    line.fails("sendMessage", TelegramRetryAfter(CALL, "Too Many Requests", 3600))
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(7, "halo")
    assert sleeps == []


async def test_a_refusal_is_not_tried_again(bot: Bot, line: Line, sleeps: Sleeps) -> None:
    line.refuses("sendMessage", "chat not found")
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(7, "halo")
    assert (len(line.calls), sleeps) == (1, [])


async def test_an_answer_that_cannot_be_read_is_not_asked_for_again(
    bot: Bot, line: Line, sleeps: Sleeps
) -> None:
    line.fails("sendMessage", UNREADABLE)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(7, "halo")
    assert (len(line.calls), sleeps) == (1, [])


async def test_a_poll_has_its_own_patience(bot: Bot, line: Line, sleeps: Sleeps) -> None:
    line.fails("getUpdates", FLOOD)
    with pytest.raises(TelegramRetryAfter):
        await get_updates(bot, None, 0)
    assert sleeps == []


async def test_calls_are_paced() -> None:
    """A burst of one second's worth goes at once; what is more waits for its place."""
    line = Line()
    line.middleware(Outgoing(per_second=20))
    bot, loop = Bot(TOKEN, session=line), asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(bot.send_message(7, "halo") for _ in range(30)))
    assert 0.45 <= loop.time() - began < 2


async def test_what_reads_an_answer_is_built_once(bot: Bot) -> None:
    await bot.send_message(7, "halo")
    built = weakref.ref(Response.__class_getitem__(SendMessage.__returning__))
    gc.collect()
    assert built() is not None
