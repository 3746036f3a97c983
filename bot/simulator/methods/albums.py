"""Sending two to ten media as one album."""

from bot.simulator.methods.media import input_media
from bot.simulator.methods.outgoing import surroundings
from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

SIZES = range(2, 11)


def send_media_group(state: State, params: Params) -> list[Json]:
    chat = state.open_chat(params.text("chat_id"))
    items = params.structure("media")
    if not isinstance(items, list) or len(items) not in SIZES:
        raise bad_request("there must be 2 to 10 media in the group")
    contents = [input_media(state, params, item) for item in items]
    if len({"document" in content for content in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    group = {"media_group_id": str(state.chance.number(54)), **surroundings(chat, params)}
    return [state.post(chat, {**content, **group}, by_bot=True) for content in contents]


METHODS = {"sendMediaGroup": send_media_group}
