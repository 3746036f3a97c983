"""Sending, editing and deleting messages."""

from bot.simulator.entities import Formatted, formatted
from bot.simulator.keyboards import inline_keyboard
from bot.simulator.methods.outgoing import post
from bot.simulator.model import Chat
from bot.simulator.params import Params
from bot.simulator.refusals import NOT_MODIFIED, Json, Refused, bad_request
from bot.simulator.state import State
from bot.simulator.utf16 import units

MAX_TEXT = 4096
MAX_CAPTION = 1024
DELETE_WITHIN = 48 * 3600
MAX_DELETED = 100
MEDIA = ("photo", "document", "video", "voice", "sticker")


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
    return post(state, params, {**content, **_preview(params)})


def _preview(params: Params) -> Json:
    options = params.structure("link_preview_options")
    return {"link_preview_options": options} if isinstance(options, dict) else {}


def edit_text(state: State, params: Params) -> Json:
    chat, message = _editable(state, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = text_of(params).under("text", "entities")
    return _replace(state, chat, message, {**content, **_markup(params), **_preview(params)})


def edit_caption(state: State, params: Params) -> Json:
    chat, message = _editable(state, params)
    if not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    content = caption_of(params).under("caption", "caption_entities")
    return _replace(state, chat, message, {**content, **_markup(params)})


def edit_markup(state: State, params: Params) -> Json:
    chat, message = _editable(state, params)
    kept = {name: message[name] for name in SAID if name in message and name != "reply_markup"}
    return _replace(state, chat, message, {**kept, **_markup(params)})


SAID = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "reply_markup",
    "link_preview_options",
)


def _markup(params: Params) -> Json:
    """A keyboard left out of an edit is taken away."""
    keyboard = inline_keyboard(params)
    return {"reply_markup": keyboard} if keyboard else {}


def _editable(state: State, params: Params) -> tuple[Chat, Json]:
    if not params.text("chat_id") and params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = state.open_chat(params.text("chat_id"))
    message = chat.messages.get(_message_id(params))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def _message_id(params: Params) -> int:
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    return params.whole("message_id")


def _replace(state: State, chat: Chat, message: Json, said: Json) -> Json:
    if {name: message[name] for name in SAID if name in message} == said:
        raise bad_request(NOT_MODIFIED)
    for name in SAID:
        message.pop(name, None)
    message.update(said)
    message["edit_date"] = int(state.clock())
    state.touch(chat)
    return message


def delete_message(state: State, params: Params) -> bool:
    chat = state.chat_for_bot(params.text("chat_id"))
    _delete(state, chat, _message_id(params))
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
    message = chat.messages.get(_message_id(params))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def set_reaction(state: State, params: Params) -> bool:
    chat = state.chat_for_bot(params.text("chat_id"))
    if _message_id(params) not in chat.messages:
        raise Refused(400, "Bad Request: message to react not found")
    return True


METHODS = {
    "sendMessage": send_message,
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "setMessageReaction": set_reaction,
}
