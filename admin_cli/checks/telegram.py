"""Does Telegram know the bot, and does it deliver to us?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from admin_cli.bot_api import Answer, ask
from admin_cli.checks.finding import Finding, fail, ok, warn

if TYPE_CHECKING:
    from bot.settings import Settings

_WRONG_BY = timedelta(seconds=60)
_NEW_TOKEN = "write /token to @BotFather and set LOKET_BOT_TOKEN"  # noqa: S105 - a cure, no token


def telegram(settings: "Settings", moment: datetime) -> Iterator[Finding]:
    """Asks the Bot API; the token is in the address, so no address is ever shown."""
    me = ask(settings, "getMe")
    if me.status == 0:
        cure = "check the network, a proxy, and LOKET_TELEGRAM_API_BASE"
        yield fail("telegram", f"the Bot API does not answer ({me.said})", cure)
    elif me.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        yield fail("telegram", "Telegram does not know this token", _NEW_TOKEN)
    elif me.status != HTTPStatus.OK or "username" not in me.result:
        cure = "check LOKET_TELEGRAM_API_BASE, or try again later"
        yield fail("telegram", f"the Bot API answers {me.status} to getMe", cure)
    else:
        yield _name(settings.bot_username, str(me.result["username"]))
        yield _webhook(settings, ask(settings, "getWebhookInfo"))
        yield _clock(me.date, moment)


def _name(said: str, found: str) -> Finding:
    if said and said.removeprefix("@").lower() != found.lower():
        cure = f"set LOKET_BOT_USERNAME={found} and print the posters again"
        return fail("telegram", f"the token is of @{found}, the posters say @{said}", cure)
    return ok("telegram", f"@{found} answers")


def _webhook(settings: "Settings", info: Answer) -> Finding:
    found, wanted = str(info.result.get("url") or ""), str(settings.webhook_url or "")
    if not found and not wanted:
        return ok("webhook", "none is set, as polling needs it")
    if found == wanted:
        return _delivery(info)
    if wanted:
        cure = "start `loket bot run --mode webhook`, which tells Telegram"
        return warn("webhook", f"Telegram does not bring updates to {wanted}", cure)
    cure = "if another program uses this bot, stop that one; `loket bot run` takes the webhook away"
    return warn("webhook", "a webhook is set, so a bot that polls gets nothing", cure)


def _delivery(info: Answer) -> Finding:
    waiting = int(str(info.result.get("pending_update_count") or 0))
    trouble = str(info.result.get("last_error_message") or "")
    if waiting and trouble:
        cure = "look at the proxy and at the processes behind it: docs/scaling.md"
        return warn("webhook", f"{waiting} updates wait; Telegram says: {trouble}", cure)
    return ok("webhook", f"Telegram brings updates to us; {waiting} wait")


def _clock(header: str, moment: datetime) -> Finding:
    try:
        there = parsedate_to_datetime(header)
    except ValueError:
        return ok("clock", "the Bot API gives no time to compare with")
    wrong = abs(moment - there)
    if wrong > _WRONG_BY:
        seconds = int(wrong.total_seconds())
        return fail("clock", f"the clock is {seconds} s off", "turn on NTP: days end at midnight")
    return ok("clock", "agrees with the Bot API")
