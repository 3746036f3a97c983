"""Checks a reply markup the way the server does, and looks up what may be tapped."""

from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
ACTIONS = ("callback_data", "url", "web_app", "switch_inline_query", "copy_text", "login_url")
URLS = ("http://", "https://", "tg://")


def inline_keyboard(params: Params) -> Json | None:
    """The inline keyboard of a call, None if it has none."""
    markup = params.structure("reply_markup")
    if markup in (None, {}, ""):
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if any(name in markup for name in OTHER_MARKUPS):
        return None
    return _checked(markup.get("inline_keyboard"))


def _checked(rows: object) -> Json | None:
    if not isinstance(rows, list):
        raise bad_request('can\'t parse reply keyboard: field "inline_keyboard" must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: expected an Array of Array of Buttons")
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": kept} if kept else None


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    shown = {name: value for name, value in button.items() if value is not None}
    text = shown.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(action in shown for action in ACTIONS):
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    _check_data(shown)
    _check_url(shown)
    return shown


def _check_data(button: Json) -> None:
    data = button.get("callback_data")
    if data is None:
        return
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(button: Json) -> None:
    url = button.get("url")
    if url is not None and not str(url).startswith(URLS):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def has_button(message: Json, data: str) -> bool:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)
