"""aiogram behind its own webhook handler; a tap is answered when its handler has ended."""

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.benchmarks.contenders import form


def session() -> AiohttpSession:
    """A session that calls the Telegram of the benchmark."""
    return AiohttpSession(api=TelegramAPIServer.from_base(form.told("API")))


def serve(dispatcher: Dispatcher, bot: Bot) -> None:
    """Until SIGTERM."""
    app = web.Application()
    handler = SimpleRequestHandler(
        dispatcher, bot, handle_in_background=False, secret_token=form.told("SECRET")
    )
    handler.register(app, form.PATH)
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=int(form.told("PORT")), print=None, access_log=None)


def keyboard(place: int) -> InlineKeyboardMarkup:
    """The buttons of an item."""
    rows = [
        [InlineKeyboardButton(text=word, callback_data=data) for word, data in row]
        for row in form.buttons(place)
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
