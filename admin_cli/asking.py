"""Questions at a terminal: asked again until the answer is usable, never for ever."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import typer

from admin_cli.door import WrongUse
from admin_cli.printing import say
from bot.errors import BotError
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")
_UNKNOWN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}
_TRIES = 3


def asked(wording: str, default: str = "", *, hidden: bool = False) -> str:
    """One answer; Enter takes the default, which is shown where there is one."""
    answer = typer.prompt(
        wording, default=default, hide_input=hidden, show_default=bool(default), err=True
    )
    return str(answer).strip()


def until_fine(attempt: Callable[[], T]) -> T | None:
    """What `attempt` gives; a refusal of ours is shown and asked about again, three times."""
    for _ in range(_TRIES):
        try:
            return attempt()
        except (WrongUse, StorageError, BotError) as error:
            say(f"  {error}")
    return None


def token_and_name(settings: "Settings") -> tuple[str, str]:
    """The token as pasted, looked up at Telegram, with the name of its bot; both may come later."""
    return until_fine(lambda: _token_and_name(settings)) or ("", settings.bot_username)


def _token_and_name(settings: "Settings") -> tuple[str, str]:
    from pydantic import SecretStr

    from admin_cli.bot_api import ask

    token = asked("Token from @BotFather (hidden; Enter: later)", hidden=True)
    if not token:
        return "", settings.bot_username
    me = ask(settings.model_copy(update={"bot_token": SecretStr(token)}), "getMe")
    if me.status in _UNKNOWN:
        raise WrongUse("Telegram does not know this token: copy it again, all of it")
    name = str(me.result.get("username", ""))
    say(f"  this is @{name}" if name else f"  not checked, Telegram does not answer ({me.said})")
    return token, name or settings.bot_username
