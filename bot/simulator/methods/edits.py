"""Editing messages: words, captions, keyboards, media."""

from bot.simulator.keyboards import inline_keyboard
from bot.simulator.methods.media import input_media
from bot.simulator.methods.messages import (
    MEDIA,
    SAID,
    caption_of,
    message_id_of,
    preview_of,
    text_of,
)
from bot.simulator.model import Chat
from bot.simulator.params import Params
from bot.simulator.refusals import NOT_MODIFIED, Json, bad_request
from bot.simulator.state import State


def edit_text(state: State, params: Params) -> Json:
    chat, message = _editable(state, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = text_of(params).under("text", "entities")
    return _replace(state, chat, message, {**content, **_markup(params), **preview_of(params)})


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


def edit_media(state: State, params: Params) -> Json:
    """Also turns a text into a message with media: its words go."""
    chat, message = _editable(state, params)
    content = input_media(state, params, params.structure("media"))
    if "media_group_id" in message and ("document" in message) != ("document" in content):
        raise bad_request("can't change media type in the album")
    return _replace(state, chat, message, {**content, **_markup(params)}, (*SAID, *MEDIA))


def _markup(params: Params) -> Json:
    """A keyboard left out of an edit is taken away."""
    keyboard = inline_keyboard(params)
    return {"reply_markup": keyboard} if keyboard else {}


def _editable(state: State, params: Params) -> tuple[Chat, Json]:
    if not params.text("chat_id") and params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = state.open_chat(params.text("chat_id"))
    message = chat.messages.get(message_id_of(params))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(
    state: State, chat: Chat, message: Json, said: Json, names: tuple[str, ...] = SAID
) -> Json:
    """Put `said` in the place of everything the message has under `names`."""
    if {name: _seen(message[name]) for name in names if name in message} == {
        name: _seen(value) for name, value in said.items()
    }:
        raise bad_request(NOT_MODIFIED)
    for name in names:
        message.pop(name, None)
    message.update(said)
    message["edit_date"] = int(state.clock())
    state.touch(chat)
    return message


def _seen(value: object) -> object:
    """A file is known by what it is, since its id changes from message to message."""
    shown = value[-1] if isinstance(value, list) and value else value
    return shown.get("file_unique_id", value) if isinstance(shown, dict) else value


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
}
