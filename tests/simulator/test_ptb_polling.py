"""python-telegram-bot, which we did not write, must find a Telegram here."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
)
from telegram.request import HTTPXRequest

from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.simulator.world import World
from tests.simulator.conftest import SITI, TOKEN
from tests.simulator.steps import Clock

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="ya")]])


async def _start(update: Update, _: Context) -> None:
    assert update.message is not None
    await update.message.reply_html("<b>Halo</b>, benar ini?", reply_markup=YES)


async def _yes(update: Update, _: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Siap")
    await update.callback_query.edit_message_text("Terima kasih")


async def test_a_conversation_by_polling(address: str, world: World, siti: Person) -> None:
    app: App = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .build()
    )
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(CallbackQueryHandler(_yes))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling()
        siti.scan("abc")
        await siti.sees(lambda chat: chat[-1].get("text") == "Halo, benar ini?")
        siti.tap(siti.last()["message_id"], "ya")
        await siti.sees(lambda chat: chat[-1]["text"] == "Terima kasih")
        assert world.toasts[0]["text"] == "Siap"
        await app.updater.stop()
        await app.stop()
    assert world.updates.waiting() == []


async def test_get_me(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (990001, True, "suaraloket_demo_bot")


async def test_a_wrong_token_is_refused(address: str) -> None:
    request = HTTPXRequest()
    with pytest.raises(InvalidToken):
        await Bot("990001:wrong", base_url=f"{address}/bot", request=request).initialize()
    await request.shutdown()


async def test_edits_and_their_refusals(bot: Bot) -> None:
    sent = await bot.send_message(SITI, "satu", reply_markup=YES)
    edited = await sent.edit_text("dua")
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("dua", None)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("dua")
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("tiga")


async def test_html_errors_name_the_byte(bot: Bot) -> None:
    with pytest.raises(BadRequest, match='unsupported start tag "x" at byte offset 3') as caught:
        await bot.send_message(SITI, "é <x>", parse_mode="HTML")
    assert "can't parse entities" in caught.value.message.lower()


async def test_entities_count_in_utf16(bot: Bot) -> None:
    sent = await bot.send_message(SITI, "😀<b>tebal</b>", parse_mode="HTML")
    assert sent.parse_entities() == {sent.entities[0]: "tebal"}
    assert sent.text_html == "😀<b>tebal</b>"


async def test_a_blocked_bot_is_forbidden(bot: Bot, siti: Person) -> None:
    siti.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(SITI, "halo")


async def test_flood_control_says_how_long_to_wait(
    bot: Bot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    world.faults.add(Fault("429", "sendMessage", times=1, retry_after=7))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(SITI, "halo")
    assert caught.value.retry_after == timedelta(seconds=7)
    await bot.send_message(SITI, "halo")


async def test_stale_taps_cannot_be_answered(bot: Bot, siti: Person, clock: Clock) -> None:
    sent = await bot.send_message(SITI, "?", reply_markup=YES)
    query = siti.tap(sent.message_id, "ya")
    await bot.answer_callback_query(query)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)
    late = siti.tap(sent.message_id, "ya")
    clock.forward(151)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late)


async def test_an_inaccessible_message_is_recognised(bot: Bot, siti: Person) -> None:
    siti.tap(5, "x", force=True, inaccessible=True)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_odd_messages_are_understood(bot: Bot, siti: Person) -> None:
    siti.send({"location": {"latitude": -0.5, "longitude": 117.1}})
    siti.send({"contact": {"phone_number": "+62811", "first_name": "Budi"}})
    siti.forward({"text": "terusan"})
    siti.edit(siti.say("salah"), "benar")
    place, card, passed, _, changed = (await bot.get_updates())[1:]
    assert place.message and place.message.location  # noqa: PT018 - for the types
    assert card.message and card.message.contact  # noqa: PT018 - for the types
    assert passed.message and passed.message.forward_origin  # noqa: PT018 - for the types
    assert passed.message.forward_origin.type == "hidden_user"
    assert changed.edited_message and changed.edited_message.text == "benar"  # noqa: PT018 - same


async def test_two_pollers_are_in_conflict(bot: Bot, address: str) -> None:
    after = (await bot.get_updates())[-1].update_id + 1
    older = asyncio.create_task(bot.get_updates(offset=after, timeout=20))
    await asyncio.sleep(0.2)
    async with Bot(TOKEN, base_url=f"{address}/bot") as rival:
        assert await rival.get_updates(offset=after, timeout=1) == ()
    with pytest.raises(Conflict):
        await older


async def test_the_profile_is_kept_per_language(bot: Bot) -> None:
    await bot.set_my_commands([("mulai", "Mulai mengisi")])
    assert [each.command for each in await bot.get_my_commands()] == ["mulai"]
    await bot.set_my_description("Suara Anda")
    await bot.set_my_short_description("Suara", language_code="id")
    await bot.set_my_name("Loket")
    assert (await bot.get_my_description()).description == "Suara Anda"
    assert (await bot.get_my_short_description(language_code="id")).short_description == "Suara"
    assert (await bot.get_my_name()).name == "Loket"
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Mulai!", "x")])


async def test_the_rest_of_the_api(bot: Bot) -> None:
    assert await bot.send_chat_action(SITI, "typing")
    assert (await bot.get_chat(SITI)).first_name == "Siti"
    sent = await bot.send_message(SITI, "asli", protect_content=True)
    assert sent.has_protected_content
    copied = await bot.copy_message(SITI, SITI, sent.message_id)
    assert copied.message_id > sent.message_id
    with pytest.raises(BadRequest, match="can't be forwarded"):
        await bot.forward_message(SITI, SITI, sent.message_id)
    assert await bot.set_message_reaction(SITI, sent.message_id, "👍")
    reply = await bot.send_message(SITI, "balasan", reply_to_message_id=sent.message_id)
    assert reply.reply_to_message == sent
    assert await bot.set_chat_menu_button()


@pytest.mark.parametrize("kind", ["500", "502", "timeout", "disconnect", "drop_reply"])
async def test_broken_lines_are_network_errors(
    address: str, world: World, siti: Person, kind: str
) -> None:
    siti.say("/mulai")
    is_silent = kind in {"timeout", "drop_reply"}  # only then is waiting part of the fault
    async with Bot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(read_timeout=30)) as bot:
        world.faults.add(Fault(kind, "sendMessage", times=1))
        with pytest.raises(NetworkError):
            await bot.send_message(SITI, "halo", read_timeout=0.3 if is_silent else 30)
        arrived = [each["text"] for each in siti.messages()]
        assert arrived == (["/mulai", "halo"] if kind == "drop_reply" else ["/mulai"])
        await bot.send_message(SITI, "lagi")
