"""One call of the Bot API, without aiogram. The token is in the address: show no address."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

if TYPE_CHECKING:
    from bot.settings import Settings

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: no Bot API answered; `said` is why, `kind` the name of the error."""

    status: int
    result: dict[str, Any]
    date: str = ""
    said: str = ""
    kind: str = ""


def ask(settings: "Settings", method: str, **parameters: str) -> Answer:
    """Call a method once; raises BadSettings without a token, else nothing."""
    address = f"{settings.api_base}/bot{quote(settings.require_token(), safe=':')}/{method}"
    sent = urlencode(parameters).encode() or None
    try:
        with urlopen(address, sent, timeout=TIMEOUT_SECONDS) as said:  # noqa: S310 - settings allow http(s) only
            result = json.load(said)["result"]
            date = said.headers.get("Date", "")
            return Answer(said.status, result if isinstance(result, dict) else {}, date)
    except HTTPError as error:
        return Answer(error.code, {}, said=_description(error))
    except (ValueError, KeyError, TypeError) as error:
        said = "what answers there is not a Bot API"
        return Answer(0, {}, said=said, kind=type(error).__name__)
    except OSError as error:
        said = str(getattr(error, "reason", error))
        return Answer(0, {}, said=said, kind=type(error).__name__)


def _description(error: HTTPError) -> str:
    """Telegram's own words for its refusal; it quotes neither token nor address."""
    try:
        said = json.load(error)
    except (OSError, ValueError):
        return ""
    return str(said.get("description", "")) if isinstance(said, dict) else ""
