"""Sending two to ten media as one album."""

from bot.simulator.media import KINDS, Kind
from bot.simulator.methods.media import media_content
from bot.simulator.methods.messages import caption_of
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
    contents = [_content(state, params, item) for item in items]
    if len({"document" in content for content in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    group = {"media_group_id": str(state.chance.number(54)), **surroundings(chat, params)}
    return [state.post(chat, {**content, **group}, by_bot=True) for content in contents]


def _content(state: State, params: Params, item: object) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = _kind(str(item.get("type")))
    own = Params(item)
    caption = caption_of(own).under("caption", "caption_entities")
    return {**media_content(state, params, kind, own.text("media")), **caption}


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise bad_request(f"can't parse InputMedia: type must be one of {', '.join(KINDS)}")


METHODS = {"sendMediaGroup": send_media_group}
