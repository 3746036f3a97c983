"""The floor: aiogram's own webhook as its documentation shows it, with a handler that does nothing.

With BENCH_FAST set: uvloop and orjson, which is as fast as aiogram's webhook gets.
"""

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Message

from tests.benchmarks.contenders import form
from tests.benchmarks.contenders.aiogram_server import keyboard, serve, session


async def on_start(message: Message) -> None:
    """Only so that there are buttons to tap."""
    await message.answer(form.text(0), reply_markup=keyboard(0))


async def on_tap(_query: CallbackQuery) -> None:
    pass


def main() -> None:
    made = session()
    if form.told("FAST"):
        import orjson
        import uvloop

        uvloop.install()
        made.json_loads = orjson.loads
    dispatcher = Dispatcher()
    dispatcher.message.register(on_start)
    dispatcher.callback_query.register(on_tap)
    serve(dispatcher, Bot(form.told("TOKEN"), session=made))


if __name__ == "__main__":
    main()
