"""The framework of the bot itself against the simulator, over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)
from aiohttp import ClientPayloadError, ClientResponseError

from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.simulator.world import World
from tests.simulator.conftest import SITI, TOKEN
from tests.simulator.pictures import jpeg

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="ya")]])


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    bot = Bot(TOKEN, session=session)
    yield bot
    await session.close()


async def _start(message: Message) -> None:
    await message.answer("<b>Halo</b>", parse_mode="HTML", reply_markup=YES)


async def _yes(query: CallbackQuery) -> None:
    await query.answer("Siap")
    assert isinstance(query.message, Message)
    await query.message.edit_text("Terima kasih")


async def test_a_conversation_by_polling(bot: Bot, world: World, siti: Person) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(_start, CommandStart())
    dispatcher.callback_query.register(_yes, F.data == "ya")
    running = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    siti.scan("abc")
    await siti.sees(lambda chat: chat[-1]["text"] == "Halo")
    siti.tap(siti.last()["message_id"], "ya")
    await siti.sees(lambda chat: chat[-1]["text"] == "Terima kasih")
    await dispatcher.stop_polling()
    await running
    assert world.toasts[0]["text"] == "Siap"


async def test_refusals_have_their_types(bot: Bot, world: World, siti: Person) -> None:
    siti.say("/mulai")
    sent = await bot.send_message(SITI, "halo")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("halo")
    world.faults.add(Fault("429", times=1, retry_after=3))
    with pytest.raises(TelegramRetryAfter) as caught:
        await sent.edit_text("hai")
    assert caught.value.retry_after == 3
    world.faults.add(Fault("502", times=1))
    with pytest.raises(TelegramServerError):
        await sent.edit_text("hai")
    siti.block()
    with pytest.raises(TelegramForbiddenError):
        await sent.edit_text("hai")


async def test_files_go_up_and_come_down(bot: Bot, siti: Person) -> None:
    siti.say("/mulai")
    sent = await bot.send_document(SITI, BufferedInputFile(b"isi", "a.txt"), caption="surat")
    assert sent.document is not None
    assert sent.document.file_name == "a.txt"
    content = await bot.download(sent.document)
    assert content is not None
    assert content.read() == b"isi"
    album = [InputMediaPhoto(media=BufferedInputFile(jpeg(9, 9), f"{n}.jpg")) for n in range(2)]
    photos = await bot.send_media_group(SITI, list(album))
    assert {photo.media_group_id for photo in photos} == {photos[0].media_group_id}


async def test_a_download_that_breaks_is_noticed_and_tried_again(
    bot: Bot, world: World, siti: Person
) -> None:
    siti.document("SK.pdf", bytes(100_000))
    file = await bot.get_file(siti.last()["document"]["file_id"])
    assert file.file_path
    world.faults.add(Fault("cut", "download", times=1, size=70_000))
    with pytest.raises(ClientPayloadError):
        await bot.download_file(file.file_path)
    world.faults.add(Fault("404", "download", times=1))
    with pytest.raises(ClientResponseError):
        await bot.download_file(file.file_path)
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert len(content.read()) == 100_000
