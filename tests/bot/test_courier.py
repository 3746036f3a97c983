"""The courier speaks after the commit; whatever Telegram refuses, the turn stands."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
)
from aiogram.methods import SendMessage

from bot import wording
from bot.courier import Courier
from bot.screen_memory import ScreenMemory, Text
from bot.screens import Button, Screen
from bot.speech import NOTHING, Occasion, Said
from storage import bookmarks, submissions
from storage.database import Database
from tests.bot.calls import EDITED, FIRST_MESSAGE, SHOWN, TOKEN, Line
from tests.storage.rows import FIRST_DAY, begun

CHAT, SCREEN, ACCOUNT = 7, 40, "a" * 32
CALL = SendMessage(chat_id=CHAT, text="")
TAP = Occasion(1, person=CHAT, chat=CHAT, query_id="q1", tapped=SCREEN)
TEXT = Occasion(2, person=CHAT, chat=CHAT)
PAGE = Screen("halo", ((Button("satu", "a:k:i01:1"), Button("LAPOR", url="https://x.id/")),))
QUESTION = Said(PAGE, was_on=SCREEN, holds_place=True)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def memory() -> ScreenMemory:
    return ScreenMemory(SHOWN)


@pytest.fixture
async def courier(line: Line, database: Database, memory: ScreenMemory) -> Courier:
    held = await begun(database)
    async with database.writing() as connection:
        await bookmarks.keep(connection, ACCOUNT, held.id, SCREEN, FIRST_DAY)
    return Courier(Bot(TOKEN, session=line), database, memory)


async def screen_of(database: Database) -> int | None:
    async with database.reading() as connection:
        mark = await bookmarks.bookmark_of(connection, ACCOUNT)
    assert mark
    return mark.screen


async def test_a_tap_is_answered_and_its_message_edited(courier: Courier, line: Line) -> None:
    await courier.say(TAP, ACCOUNT, replace(QUESTION, toast="oh"))
    assert sorted(line.names) == ["answerCallbackQuery", "editMessageText"]
    (answer,), (edit,) = line.of("answerCallbackQuery"), line.of("editMessageText")
    assert (answer.callback_query_id, answer.text) == ("q1", "oh")
    assert (edit.chat_id, edit.message_id, edit.text) == (CHAT, SCREEN, "halo")
    first, second = json.loads(edit.reply_markup)["inline_keyboard"][0]
    assert first == {"text": "satu", "callback_data": "a:k:i01:1"}
    assert (second["url"], "callback_data" in second) == ("https://x.id/", False)


async def test_a_text_is_answered_below_and_the_older_screen_goes(
    courier: Courier, line: Line, database: Database
) -> None:
    await courier.say(TEXT, ACCOUNT, replace(QUESTION, at_bottom=True, delete=(41,)))
    assert line.names == ["sendMessage", "deleteMessage", "deleteMessage"]
    assert [call.message_id for call in line.of("deleteMessage")] == [SCREEN, 41]
    assert await screen_of(database) == FIRST_MESSAGE


async def test_nothing_to_say_is_not_said(courier: Courier, line: Line) -> None:
    await courier.say(TEXT, ACCOUNT, NOTHING)
    assert line.names == []


async def test_a_tap_is_always_answered(courier: Courier, line: Line) -> None:
    await courier.say(TAP, ACCOUNT, NOTHING)
    (answer,) = line.calls
    assert (line.names, answer.model_dump()["text"]) == (["answerCallbackQuery"], None)


async def test_a_screen_that_stands_already_is_no_trouble(
    courier: Courier, line: Line, database: Database
) -> None:
    line.refuses("editMessageText", "message is not modified: specified new message content ...")
    await courier.say(TAP, ACCOUNT, QUESTION)
    assert "sendMessage" not in line.names
    assert await screen_of(database) == SCREEN


@pytest.mark.parametrize(
    "reason", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]
)
async def test_a_message_that_cannot_be_edited_is_replaced_by_a_new_one(
    reason: str, courier: Courier, line: Line, database: Database
) -> None:
    line.refuses("editMessageText", reason)
    await courier.say(TAP, ACCOUNT, QUESTION)
    assert line.of("sendMessage")[0].text == "halo"
    assert await screen_of(database) == FIRST_MESSAGE


async def test_a_message_too_old_to_name_gets_a_new_one(courier: Courier, line: Line) -> None:
    """InaccessibleMessage: the tap came, but its message has no date and cannot be edited."""
    raw: dict[str, object] = {
        "update_id": 1,
        "callback_query": {
            "id": "q1",
            "from": {"id": CHAT},
            "message": {"message_id": SCREEN, "date": 0, "chat": {"id": CHAT, "type": "private"}},
        },
    }
    await courier.say(Occasion.of(raw), ACCOUNT, QUESTION)
    assert "sendMessage" in line.names
    assert line.of("editMessageText") == []


@pytest.mark.parametrize(
    "error",
    [
        TelegramForbiddenError(CALL, "Forbidden: bot was blocked by the user"),
        TelegramNotFound(CALL, "Not Found: chat not found"),
        TelegramNetworkError(CALL, "no route"),
        ClientDecodeError("no JSON", ValueError("<html>"), "<html>"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_person_who_cannot_be_reached_is_no_error(
    error: Exception, courier: Courier, line: Line, database: Database
) -> None:
    for method in ("editMessageText", "sendMessage", "answerCallbackQuery", "deleteMessage"):
        line.fails(method, error)
    await courier.say(TAP, ACCOUNT, QUESTION)
    await courier.say(TEXT, ACCOUNT, replace(QUESTION, at_bottom=True))
    assert await screen_of(database) is not None


async def test_a_tap_answered_too_late_is_shown_all_the_same(courier: Courier, line: Line) -> None:
    line.refuses("answerCallbackQuery", "query is too old and response timeout expired")
    await courier.say(TAP, ACCOUNT, QUESTION)
    assert "editMessageText" in line.names


async def test_an_old_screen_that_cannot_be_deleted_loses_its_answers(
    courier: Courier, line: Line
) -> None:
    line.refuses("deleteMessage", "message can't be deleted")
    await courier.say(TEXT, ACCOUNT, replace(QUESTION, at_bottom=True))
    (edit,) = line.of("editMessageText")
    assert (edit.message_id, edit.text, edit.reply_markup) == (SCREEN, wording.MOVED, None)


async def test_an_old_screen_that_is_gone_is_left_alone(courier: Courier, line: Line) -> None:
    line.refuses("deleteMessage", "message to delete not found")
    line.refuses("editMessageText", "message to edit not found")
    await courier.say(TEXT, ACCOUNT, replace(QUESTION, at_bottom=True))
    assert line.names == ["sendMessage", "deleteMessage", "editMessageText"]


async def test_a_group_is_never_spoken_to(courier: Courier, line: Line) -> None:
    raw: dict[str, object] = {
        "update_id": 1,
        "message": {"from": {"id": CHAT}, "chat": {"id": -100, "type": "supergroup"}},
    }
    await courier.say(Occasion.of(raw), ACCOUNT, QUESTION)
    assert line.names == []


async def test_the_time_of_a_screen_is_telegrams(
    courier: Courier, line: Line, memory: ScreenMemory
) -> None:
    await courier.say(TAP, ACCOUNT, QUESTION)
    second = timedelta(seconds=1)
    assert not await memory.was_shown_before(Text(99, EDITED - second), ACCOUNT, SCREEN)
    assert await memory.was_shown_before(Text(99, EDITED + second), ACCOUNT, SCREEN)


async def test_a_database_that_is_away_does_not_fail_what_was_said(
    courier: Courier, line: Line, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_given: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(bookmarks, "show_on", fail)
    await courier.say(TEXT, ACCOUNT, replace(QUESTION, at_bottom=True))
    assert line.names[0] == "sendMessage"
    async with database.reading() as connection:
        assert await submissions.standing_of(connection, "w" * 32)
