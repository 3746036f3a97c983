"""`loket alarm`: does the admin's chat hear of trouble?"""

from typing import TYPE_CHECKING

import typer

from admin_cli import office
from admin_cli.door import PROBLEM_FOUND, WrongUse
from admin_cli.printing import AsJson, document, say

if TYPE_CHECKING:
    from admin_cli.bot_api import Answer

_START = "let that person write /start to the bot, and see that the number is theirs"
_CURES = {
    0: "check the network, a proxy, and LOKET_TELEGRAM_API_BASE",
    400: _START,
    401: "write /token to @BotFather and set LOKET_BOT_TOKEN",
    403: _START,
    404: "write /token to @BotFather and set LOKET_BOT_TOKEN",
}

app = typer.Typer(
    no_args_is_help=True, help="The messages an admin's chat gets when something is wrong: test."
)


@app.callback()
def alarm() -> None:
    """The messages an admin's chat gets when something is wrong: test."""


@app.command("test")
def send_test(as_json: AsJson = False) -> None:
    """Send a test message to the chat LOKET_ALARM_CHAT names; exit 1 if it does not arrive."""
    settings = office.settings()
    settings.require_token()
    if settings.alarm_chat is None:
        raise WrongUse(
            "LOKET_ALARM_CHAT is not set: put the number of the admin's chat there", "alarm.off"
        )
    from admin_cli.bot_api import ask
    from bot.watch.wording import TEST

    chat = str(settings.alarm_chat)
    told = ask(settings, "sendMessage", chat_id=chat, text=TEST, parse_mode="HTML")
    _tell(told, as_json=as_json)


def _tell(told: "Answer", *, as_json: bool) -> None:
    is_sent, cure = "message_id" in told.result, ""
    if is_sent:
        say("sent: look into that chat")
    else:
        cure = _CURES.get(told.status, "try again later")
        say(f"not sent ({told.said or told.status}): {cure}")
    if as_json:
        document({"ok": is_sent, "status": told.status, "said": told.said, "cure": cure})
    if not is_sent:
        raise typer.Exit(PROBLEM_FOUND)
