"""Every known method by its lower-case name: Telegram does not care about case."""

from collections.abc import Callable

from bot.simulator.methods import (
    albums,
    callbacks,
    chats,
    edits,
    files,
    media,
    messages,
    profile,
    updates,
)
from bot.simulator.params import Params
from bot.simulator.state import State

Method = Callable[[State, Params], object]

TABLE: dict[str, Method] = {
    name.lower(): method
    for family in (updates, messages, edits, callbacks, chats, profile, files, media, albums)
    for name, method in family.METHODS.items()
}
NOT_FROM_WEBHOOK = ("setwebhook", "deletewebhook", "close", "logout")
