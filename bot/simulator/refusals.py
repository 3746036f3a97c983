"""What the Bot API says when it says no; wording as Telegram's own server words it."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call the API answers with `ok: false`."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ConnectionLost(ConnectionError):
    """A fault cut the line: `held` seconds of silence, then nothing."""

    def __init__(self, kind: str, held: float = 0.0) -> None:
        super().__init__(f"simulated {kind}")
        self.kind = kind
        self.held = held


def bad_request(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refused:
    reason = f"Too Many Requests: retry after {seconds}"
    return Refused(429, reason, {"retry_after": seconds})


def conflict(reason: str) -> Refused:
    return Refused(409, f"Conflict: {reason}")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
RIVAL_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
