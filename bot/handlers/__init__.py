"""Thin handlers: which update means what. They return what to say and never speak themselves."""

from aiogram import Dispatcher, F
from aiogram.enums import ChatType

from bot.desk import handlers as desk
from bot.handlers import answering, commands, door, other, rights


def dispatcher() -> Dispatcher:
    """A new dispatcher with every handler, the most used and most particular first; no state."""
    made = Dispatcher(disable_fsm=True)
    made.message.filter(F.chat.type == ChatType.PRIVATE)  # a number said in a group answers nothing
    answering.take_taps(made)
    made.include_routers(
        rights.router(),
        desk.first_router(),
        door.router(),
        commands.router(),
        answering.text_router(),
        other.router(),
    )
    return made
