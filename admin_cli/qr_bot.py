"""The bot's public name: given, set, or asked from Telegram."""

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from admin_cli.bot_api import ask
from bot.errors import BadSettings

if TYPE_CHECKING:
    from bot.settings import Settings

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_CURE = "set LOKET_BOT_USERNAME or use --bot NAME"


def bot_name(given: str, settings: "Settings") -> str:
    """The name without @; raises BadSettings with what to set."""
    name = given or settings.bot_username or _asked(settings)
    name = name.removeprefix("@")
    if not _NAME.fullmatch(name):
        raise BadSettings([f"{name!r} is not the name of a Telegram bot: {_CURE}"])
    return name


def _asked(settings: "Settings") -> str:
    """What getMe says."""
    if settings.bot_token is None:
        raise BadSettings([f"the bot's name is not known: {_CURE}"])
    me = ask(settings, "getMe")
    if me.status == HTTPStatus.OK and "username" in me.result:
        return str(me.result["username"])
    if me.status not in {0, HTTPStatus.OK}:
        raise BadSettings([_refused(me.status)])
    kind = me.kind or KeyError.__name__
    problem = f"Telegram could not be asked for the bot's name ({kind}): {_CURE}"
    raise BadSettings([problem])


def _refused(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return "Telegram does not know this LOKET_BOT_TOKEN: take it from @BotFather again"
    return f"Telegram answered {status} when asked for the bot's name: {_CURE}"
