import pytest

from bot.simulator.people import NoSuchButton, NoSuchChat, Person
from bot.simulator.world import World
from tests.simulator.conftest import SITI
from tests.simulator.steps import Clock, buttons, ok, refusal


async def test_a_bot_cannot_write_first(world: World) -> None:
    assert "chat not found" in await refusal(world, "sendMessage", chat_id=SITI, text="halo")


async def test_a_message_appears_in_the_chat(world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await ok(
        world, "sendMessage", chat_id=str(SITI), text="  halo ", reply_markup=buttons("a")
    )
    assert sent["text"] == "halo"
    assert sent == siti.last()
    assert sent["from"]["is_bot"]
    assert sent["chat"]["id"] == SITI


async def test_a_scan_becomes_a_start_command(world: World, siti: Person) -> None:
    siti.scan(f"https://t.me/{world.bot.username}?start=abc_-1")
    assert siti.last()["text"] == "/start abc_-1"
    assert siti.last()["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    siti.scan("xyz")
    assert siti.last()["text"] == "/start xyz"
    siti.scan(f"t.me/{world.bot.username}")
    assert siti.last()["text"] == "/start"


def test_a_link_to_another_bot_leads_nowhere(siti: Person) -> None:
    with pytest.raises(NoSuchChat):
        siti.scan("https://t.me/another_bot?start=abc")


@pytest.mark.parametrize("text", ["", "   ", "<b></b>"])
async def test_empty_text_is_refused(world: World, siti: Person, text: str) -> None:
    siti.say("/mulai")
    said = await refusal(world, "sendMessage", chat_id=SITI, text=text, parse_mode="HTML")
    assert said == "Bad Request: message text is empty"


async def test_4096_characters_are_the_most_after_parsing(world: World, siti: Person) -> None:
    siti.say("/mulai")
    await ok(world, "sendMessage", chat_id=SITI, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert "message is too long" in await refusal(
        world, "sendMessage", chat_id=SITI, text="x" * 4097
    )


async def test_callback_data_is_1_to_64_bytes(world: World, siti: Person) -> None:
    siti.say("/mulai")
    place = {"chat_id": SITI, "text": "?"}
    await ok(world, "sendMessage", reply_markup=buttons("é" * 32), **place)
    for data in ("", "é" * 32 + "x"):
        said = await refusal(world, "sendMessage", reply_markup=buttons(data), **place)
        assert said == "Bad Request: BUTTON_DATA_INVALID"


async def test_more_than_100_buttons_are_too_many(world: World, siti: Person) -> None:
    siti.say("/mulai")
    keyboard = {"inline_keyboard": buttons("a")["inline_keyboard"] * 101}
    said = await refusal(world, "sendMessage", chat_id=SITI, text="?", reply_markup=keyboard)
    assert said == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_an_edit_that_changes_nothing_is_refused(world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="<b>a</b>", parse_mode="HTML")
    place = {"chat_id": SITI, "message_id": sent["message_id"]}
    same = await refusal(world, "editMessageText", text="<b>a </b>", parse_mode="HTML", **place)
    assert same.startswith("Bad Request: message is not modified: specified new message content")
    await ok(world, "editMessageText", text="a", **place)
    assert "entities" not in siti.last()


async def test_an_edit_without_keyboard_takes_it_away(world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="a", reply_markup=buttons("x"))
    place = {"chat_id": SITI, "message_id": sent["message_id"]}
    edited = await ok(world, "editMessageText", text="b", **place)
    assert "reply_markup" not in edited
    assert edited["edit_date"]
    await ok(world, "editMessageReplyMarkup", reply_markup=buttons("y"), **place)
    assert siti.last()["text"] == "b"
    assert siti.last()["reply_markup"] == buttons("y")


async def test_only_own_and_present_messages_can_be_edited(world: World, siti: Person) -> None:
    theirs = siti.say("/mulai")
    place = {"chat_id": SITI, "text": "x"}
    assert "message can't be edited" in await refusal(
        world, "editMessageText", message_id=theirs, **place
    )
    assert "message to edit not found" in await refusal(
        world, "editMessageText", message_id=9_999_999, **place
    )


async def test_a_message_deleted_by_the_person_is_not_found(world: World, siti: Person) -> None:
    siti.say("/mulai")
    number = (await ok(world, "sendMessage", chat_id=SITI, text="a"))["message_id"]
    siti.delete(number)
    for method in ("editMessageText", "deleteMessage"):
        said = await refusal(world, method, chat_id=SITI, message_id=number, text="b")
        assert said.endswith("not found")


async def test_messages_older_than_two_days_stay(world: World, siti: Person, clock: Clock) -> None:
    siti.say("/mulai")
    number = (await ok(world, "sendMessage", chat_id=SITI, text="a"))["message_id"]
    clock.forward(48 * 3600 + 1)
    said = await refusal(world, "deleteMessage", chat_id=SITI, message_id=number)
    assert said == "Bad Request: message can't be deleted for everyone"


async def test_a_blocked_bot_is_forbidden_to_write(world: World, siti: Person) -> None:
    siti.say("/mulai")
    siti.block()
    said = await refusal(world, "sendMessage", chat_id=SITI, text="a")
    assert said == "Forbidden: bot was blocked by the user"
    siti.say("/start")
    await ok(world, "sendMessage", chat_id=SITI, text="a")


async def test_a_tap_names_message_person_and_data(world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    siti.tap(sent["message_id"], "ya")
    query = (await ok(world, "getUpdates"))[-1]["callback_query"]
    assert query["from"]["id"] == SITI
    assert query["message"] == sent
    assert query["data"] == "ya"
    assert query["chat_instance"]


async def test_only_buttons_that_are_there_can_be_tapped(
    world: World, siti: Person, budi: Person
) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    with pytest.raises(NoSuchButton):
        siti.tap(sent["message_id"], "tidak")
    budi.tap(sent["message_id"], "tidak", force=True, owner=SITI)
    query = (await ok(world, "getUpdates"))[-1]["callback_query"]
    assert query["from"]["id"] == budi.id
    assert query["message"]["chat"]["id"] == SITI


async def test_an_old_message_may_be_inaccessible(world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    siti.tap(sent["message_id"], "ya", inaccessible=True)
    message = (await ok(world, "getUpdates"))[-1]["callback_query"]["message"]
    assert message["date"] == 0
    assert set(message) == {"chat", "message_id", "date"}


async def test_a_tap_is_answered_once_and_in_time(world: World, siti: Person, clock: Clock) -> None:
    siti.say("/mulai")
    first, second = (siti.tap(1, "x", force=True) for _ in range(2))
    assert "MESSAGE_TOO_LONG" in await refusal(
        world, "answerCallbackQuery", callback_query_id=first, text="x" * 201
    )
    await ok(world, "answerCallbackQuery", callback_query_id=first, text="x" * 200)
    again = await refusal(world, "answerCallbackQuery", callback_query_id=first)
    clock.forward(151)
    late = await refusal(world, "answerCallbackQuery", callback_query_id=second)
    unknown = await refusal(world, "answerCallbackQuery", callback_query_id="12345")
    assert {again, late, unknown} == {
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    }
