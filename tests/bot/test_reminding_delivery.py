"""A message of our own either arrives, can never arrive, or is worth another try."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage

from bot.courier import Courier
from bot.screen_calls import SendScreen
from bot.screen_memory import ScreenMemory
from bot.screens import Button, Screen
from storage.database import Database
from tests.bot.calls import SHOWN, TOKEN, Line

CHAT = 7
CALL = SendMessage(chat_id=CHAT, text="")
PAGE = Screen("<b>halo</b>", ((Button("Buka", "dh:0:"),),))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def courier(line: Line) -> Courier:
    """Speaking first touches no database."""
    nowhere = Database("sqlite:///nowhere.db")
    return Courier(Bot(TOKEN, session=line), nowhere, ScreenMemory(SHOWN))


async def test_it_comes_as_a_message_of_its_own(courier: Courier, line: Line) -> None:
    assert await courier.notify(CHAT, PAGE)
    (sent,) = line.calls
    assert isinstance(sent, SendScreen)
    assert (sent.chat_id, sent.text) == (CHAT, PAGE.text)
    assert sent.reply_markup


async def test_a_person_who_is_gone_is_not_tried_again(courier: Courier, line: Line) -> None:
    line.fails("sendMessage", TelegramForbiddenError(CALL, "bot was blocked by the user"))
    assert await courier.notify(CHAT, PAGE)
    line.refuses("sendMessage", "chat not found")
    assert await courier.notify(CHAT, PAGE)


@pytest.mark.parametrize(
    "trouble",
    [
        TelegramNetworkError(CALL, "connection reset"),
        TelegramServerError(CALL, "Bad Gateway"),
        TelegramRetryAfter(CALL, "Too Many Requests", 3600),
        TelegramNotFound(CALL, "Not Found"),
        ClientDecodeError("no JSON", ValueError(), "<html>"),
        TimeoutError(),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
async def test_trouble_on_the_way_is_worth_another_try(
    courier: Courier, line: Line, trouble: Exception
) -> None:
    line.fails("sendMessage", trouble)
    assert not await courier.notify(CHAT, PAGE)
    assert await courier.notify(CHAT, PAGE)
