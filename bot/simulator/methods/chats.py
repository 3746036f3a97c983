"""Looking at a chat and showing activity in it."""

from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

ACTION_SECONDS = 5.0
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


def send_chat_action(state: State, params: Params) -> bool:
    chat = state.open_chat(params.text("chat_id"))
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = state.clock() + ACTION_SECONDS
    state.touch(chat)
    return True


def get_chat(state: State, params: Params) -> Json:
    chat = state.chat_for_bot(params.text("chat_id"))
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        True,
    )
    details: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    return {**chat.persona.private_chat(), **details}


METHODS = {"sendChatAction": send_chat_action, "getChat": get_chat}
