"""A questionnaire as python-telegram-bot's examples write it: a persistent ConversationHandler.

Behind a web server of our own, as its example `customwebhookbot` has it, since its built-in one
tells Telegram "received" before anything was handled. BENCH_DATABASE names a pickle, written once a
minute as is its custom, or a SQLite file in which each tap is committed before it is answered.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from tests.benchmarks.contenders import form
from tests.benchmarks.contenders.ptb_sqlite import SqlitePersistence

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


async def on_start(update: Update, _context: Context) -> int:
    """The first item."""
    assert update.message
    await update.message.reply_html(form.text(0), reply_markup=_keyboard(0))
    return 0


def asking(place: int) -> Callable[[Update, Context], Coroutine[None, None, int]]:
    """The handler of one item."""

    async def on_answer(update: Update, context: Context) -> int:
        query = update.callback_query
        assert query
        assert query.data
        assert context.user_data is not None
        await query.answer()
        _, item, value = query.data.split(":")
        context.user_data[item] = value
        after = form.following(place)
        markup = _keyboard(after)
        await query.edit_message_text(form.text(after), parse_mode="HTML", reply_markup=markup)
        return after

    return on_answer


def _keyboard(place: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(word, callback_data=data) for word, data in row]
            for row in form.buttons(place)
        ]
    )


def conversation() -> ConversationHandler[Context]:
    """A state for each item."""
    return ConversationHandler(
        entry_points=[CommandHandler("start", on_start)],
        states={
            place: [CallbackQueryHandler(asking(place), pattern=f"^a:{item}:")]
            for place, item in enumerate(form.ITEMS)
        },
        fallbacks=[],
        name="F-03",
        persistent=True,
    )


async def main() -> None:
    """Until it is ended."""
    # httpcore looks for sniffio with each call; where it is not installed that costs a fifth
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # so it is not there
    path = form.told("DATABASE")
    kept = SqlitePersistence(path) if path.endswith(".db") else PicklePersistence(path)
    app = (
        Application.builder()
        .token(form.told("TOKEN"))
        .base_url(f"{form.told('API')}/bot")
        .updater(None)
    )
    made = app.persistence(kept).build()
    made.add_handler(conversation())
    async with made:
        await made.start()
        await _serve(made, kept.commit if isinstance(kept, SqlitePersistence) else None)
        await made.stop()


async def _serve(app: App, commit: Callable[[], None] | None) -> None:
    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == form.told("SECRET")
        await app.process_update(Update.de_json(await request.json(), app.bot))
        if commit:
            await app.update_persistence()
            commit()
        return web.Response()

    server = web.Application()
    server.router.add_post(form.PATH, take)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(form.told("PORT"))).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
