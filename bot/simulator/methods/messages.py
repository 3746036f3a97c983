"""Sending, copying and deleting messages."""

from bot.simulator.entities import Formatted, formatted
from bot.simulator.methods.outgoing import post
from bot.simulator.model import Chat
from bot.simulator.params import Params
from bot.simulator.refusals import Json, Refused, bad_request
from bot.simulator.state import State
from bot.simulator.utf16 import units

MAX_TEXT = 4096
MAX_CAPTION = 1024
DELETE_WITHIN = 48 * 3600
MAX_DELETED = 100
MEDIA = ("photo", "document", "video", "voice", "sticker")
SAID = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "reply_markup",
    "link_preview_options",
)


def text_of(params: Params) -> Formatted:
    said = formatted(params, "text", "entities")
    if not said.text:
        raise bad_request("message text is empty")
    if units(said.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return said


def caption_of(params: Params) -> Formatted:
    said = formatted(params, "caption", "caption_entities")
    if units(said.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return said


def send_message(state: State, params: Params) -> Json:
    content = text_of(params).under("text", "entities")
    return post(state, params, {**content, **preview_of(params)})


def preview_of(params: Params) -> Json:
    options = params.structure("link_preview_options")
    return {"link_preview_options": options} if isinstance(options, dict) else {}


def message_id_of(params: Params) -> int:
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    return params.whole("message_id")


def delete_message(state: State, params: Params) -> bool:
    chat = state.chat_for_bot(params.text("chat_id"))
    _delete(state, chat, message_id_of(params))
    return True


def delete_messages(state: State, params: Params) -> bool:
    chat = state.chat_for_bot(params.text("chat_id"))
    wanted = params.structure("message_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MAX_DELETED:
        raise bad_request("message identifiers are not specified")
    for message_id in wanted:
        if isinstance(message_id, int) and message_id in chat.messages:
            _delete(state, chat, message_id)
    return True


def _delete(state: State, chat: Chat, message_id: int) -> None:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if state.clock() - message["date"] > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message_id]
    state.touch(chat)


def copy_message(state: State, params: Params) -> Json:
    source = _source(state, params, "copy")
    kept = {name: source[name] for name in (*SAID, *MEDIA) if name in source}
    kept.pop("reply_markup", None)
    if "caption" in params:
        kept = {name: kept[name] for name in MEDIA if name in kept}
        kept.update(caption_of(params).under("caption", "caption_entities"))
    return {"message_id": post(state, params, kept)["message_id"]}


def forward_message(state: State, params: Params) -> Json:
    source = _source(state, params, "forward")
    if source.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    kept = {name: source[name] for name in (*SAID, *MEDIA) if name in source}
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return post(state, params, {**kept, "forward_origin": origin})


def _source(state: State, params: Params, verb: str) -> Json:
    chat = state.chat_for_bot(params.text("from_chat_id"))
    message = chat.messages.get(message_id_of(params))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def set_reaction(state: State, params: Params) -> bool:
    chat = state.chat_for_bot(params.text("chat_id"))
    if message_id_of(params) not in chat.messages:
        raise Refused(400, "Bad Request: message to react not found")
    return True


METHODS = {
    "sendMessage": send_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "setMessageReaction": set_reaction,
}
