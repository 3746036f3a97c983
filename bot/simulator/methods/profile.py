"""How the bot presents itself: names, descriptions and the menu of commands, per language."""

import json
import re

from bot.simulator.params import Params
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS = 100
MAX_COMMAND_TEXT = 256
EVERYWHERE = "default"


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _scope(params: Params) -> str:
    scope = params.structure("scope")
    named = scope if isinstance(scope, dict) else {"type": EVERYWHERE}
    return json.dumps([named, _language(params)], sort_keys=True)


def set_my_commands(state: State, params: Params) -> bool:
    commands = params.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    state.profile.commands[_scope(params)] = [_command(each) for each in commands]
    _tell_chats(state)
    return True


def _command(given: object) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command", "")).removeprefix("/")
    text = str(given.get("description", ""))
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(text) <= MAX_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": text}


def get_my_commands(state: State, params: Params) -> list[Json]:
    return state.profile.commands.get(_scope(params), [])


def delete_my_commands(state: State, params: Params) -> bool:
    state.profile.commands.pop(_scope(params), None)
    _tell_chats(state)
    return True


def _tell_chats(state: State) -> None:
    for chat in state.chats.values():
        state.touch(chat)


def shown_commands(state: State, person: int) -> list[Json]:
    """The menu as an Indonesian sees it in their chat: the most special list wins."""
    own: Json = {"type": "chat", "chat_id": person}
    for scope in (own, {"type": "all_private_chats"}, {"type": EVERYWHERE}):
        for language in ("id", ""):
            key = json.dumps([scope, language], sort_keys=True)
            if state.profile.commands.get(key):
                return state.profile.commands[key]
    return []


def _store(texts: dict[str, str], params: Params, name: str, most: int) -> bool:
    text = params.text(name)
    if len(text) > most:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    texts[_language(params)] = text
    return True


def _read(texts: dict[str, str], params: Params, name: str, otherwise: str = "") -> Json:
    return {name: texts.get(_language(params)) or texts.get("") or otherwise}


def set_my_name(state: State, params: Params) -> bool:
    return _store(state.profile.names, params, "name", 64)


def get_my_name(state: State, params: Params) -> Json:
    return _read(state.profile.names, params, "name", state.bot.first_name)


def set_my_description(state: State, params: Params) -> bool:
    return _store(state.profile.descriptions, params, "description", 512)


def get_my_description(state: State, params: Params) -> Json:
    return _read(state.profile.descriptions, params, "description")


def set_my_short_description(state: State, params: Params) -> bool:
    return _store(state.profile.short_descriptions, params, "short_description", 120)


def get_my_short_description(state: State, params: Params) -> Json:
    return _read(state.profile.short_descriptions, params, "short_description")


def set_menu_button(_state: State, _params: Params) -> bool:
    return True


def get_menu_button(_state: State, _params: Params) -> Json:
    return {"type": "commands"}


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
}
