"""The bot's public name: given, set, or asked from Telegram."""

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from bot.errors import BadSettings

if TYPE_CHECKING:
    from bot.settings import Settings

TIMEOUT_SECONDS = 5.0
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
    """What getMe says. The token is in the address, so no error may carry the address."""
    if settings.bot_token is None:
        raise BadSettings([f"the bot's name is not known: {_CURE}"])
    address = f"{settings.api_base}/bot{quote(settings.require_token(), safe=':')}/getMe"
    try:
        with urlopen(address, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - settings allow http(s) only
            return str(json.load(answer)["result"]["username"])
    except HTTPError as error:
        raise BadSettings([_refused(error.code)]) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        kind = type(error).__name__
        problem = f"Telegram could not be asked for the bot's name ({kind}): {_CURE}"
        raise BadSettings([problem]) from None


def _refused(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return "Telegram does not know this LOKET_BOT_TOKEN: take it from @BotFather again"
    return f"Telegram answered {status} when asked for the bot's name: {_CURE}"
