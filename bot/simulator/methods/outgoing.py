"""What every sending method shares: where to, in reply to what, protected or not."""

from bot.simulator.keyboards import inline_keyboard
from bot.simulator.model import Chat
from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State


def post(state: State, params: Params, content: Json) -> Json:
    """Send one message of the bot, after all checks that do not depend on its kind."""
    chat = state.open_chat(params.text("chat_id"))
    around = surroundings(chat, params)
    keyboard = inline_keyboard(params)
    if keyboard:
        around["reply_markup"] = keyboard
    return state.post(chat, {**content, **around}, by_bot=True)


def surroundings(chat: Chat, params: Params) -> Json:
    extra: Json = {}
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    replied = _replied_to(chat, params)
    if replied:
        extra["reply_to_message"] = {
            key: value for key, value in replied.items() if key != "reply_to_message"
        }
    return extra


def _replied_to(chat: Chat, params: Params) -> Json | None:
    wanted = params.structure("reply_parameters")
    chosen = Params(wanted) if isinstance(wanted, dict) else params
    message_id = chosen.whole("message_id" if chosen is not params else "reply_to_message_id")
    is_lenient = any(each.flag("allow_sending_without_reply") for each in (chosen, params))
    if message_id and message_id not in chat.messages and not is_lenient:
        raise bad_request("message to be replied not found")
    return chat.messages.get(message_id)
