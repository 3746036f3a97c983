"""Chats as the page shows them."""

from bot.simulator.methods.profile import shown_commands
from bot.simulator.model import Chat
from bot.simulator.refusals import Json
from bot.simulator.rendering import render
from bot.simulator.state import State


def persona_view(chat: Chat) -> Json:
    persona = chat.persona
    return {
        "id": persona.id,
        "first_name": persona.first_name,
        "last_name": persona.last_name,
        "username": persona.username,
        "role": persona.role,
        "blurb": persona.blurb,
    }


def chat_view(state: State, chat: Chat) -> Json:
    return {
        "persona": persona_view(chat),
        "messages": [message_view(state, message) for message in chat.messages.values()],
        "blocked": chat.is_blocked,
        "typing": chat.typing_until > state.clock(),
        "version": chat.version,
        "commands": shown_commands(state, chat.persona.id),
    }


def message_view(state: State, message: Json) -> Json:
    text = str(message.get("text", ""))
    caption = str(message.get("caption", ""))
    replied = message.get("reply_to_message")
    return {
        "message_id": message["message_id"],
        "from": "bot" if message["from"]["id"] == state.bot.id else "me",
        "date": message["date"],
        "edited": "edit_date" in message and not message.get("edit_hide"),
        "html": render(text, message.get("entities", [])),
        "text": text,
        "keyboard": [[_button(button) for button in row] for row in _rows(message)],
        **{kind: _file(state, kind, message) for kind in ("document", "video", "voice", "sticker")},
        "photo": _file(state, "photo", message),
        "media_group_id": message.get("media_group_id"),
        "caption_html": render(caption, message.get("caption_entities", [])),
        "protect": bool(message.get("has_protected_content")),
        "reply_to": replied["message_id"] if replied else None,
    }


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _button(button: Json) -> Json:
    if "callback_data" in button:
        return {"text": button["text"], "data": button["callback_data"]}
    return {"text": button["text"], "url": button.get("url", "")}


def _file(state: State, kind: str, message: Json) -> Json | None:
    if kind not in message:
        return None
    shown = message[kind][-1] if kind == "photo" else message[kind]
    stored = state.files[shown["file_id"]]
    return {
        "url": f"/sim/files/{stored.file_id}",
        "name": stored.name,
        "bytes": stored.size,
        "width": shown.get("width", 0),
        "height": shown.get("height", 0),
    }
