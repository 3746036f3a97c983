"""What a turn wants said, as values: handlers return it, the courier speaks it after the commit."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.screens import Screen

Raw = dict[str, object]
"""An update as Telegram sent it."""


@dataclass(frozen=True, slots=True)
class Echo:
    """A colleague's screen of the same place, drawn anew; `seen` is the newest entry it shows."""

    account: str
    chat: int
    message_id: int
    draft: int
    place: str
    screen: Screen
    seen: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that was sent before, to be shown again; `kind` is photo, document or video."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """`screen` replaces the message that was tapped, or comes `at_bottom` as a new one.

    `was_on` is the message that showed the questionnaire before, to be retired if it is another;
    `holds_place` says that the screen belongs to an open questionnaire; `delete` lists messages of
    the person that must not stay readable. `copies` are sent before the screen, `echoes` when their
    readers have nothing else in hand.
    `has_files`: a file was noted down and is to be fetched.
    """

    screen: Screen | None = None
    toast: str = ""
    at_bottom: bool = False
    was_on: int | None = None
    holds_place: bool = False
    delete: tuple[int, ...] = ()
    copies: tuple[Copy, ...] = ()
    echoes: tuple[Echo, ...] = ()
    has_files: bool = False


NOTHING = Said()


@dataclass(slots=True)
class Reply:
    """What the HTTP answer to a webhook may carry: one method, and nobody hears how it went."""

    method: Raw | None = None


class Settle(Protocol):
    """Settles an update: committed and spoken, refused, or put aside.

    `fetched` is the monotonic second it reached us in; with a `reply` the tap is answered there.
    """

    async def __call__(
        self, raw: dict[str, Any], fetched: float, reply: Reply | None = None, /
    ) -> None:
        """Comes back when nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who did something where, as far as the raw update tells; zero or empty where it does not.

    `has_waited`: it reached us long after it was sent, so that it tells nothing of how fast
    somebody is.
    """

    update_id: int
    person: int = 0
    chat: int = 0
    query_id: str = ""
    tapped: int = 0
    has_waited: bool = False

    @classmethod
    def of(cls, raw: Raw) -> "Occasion":
        """Never raises, whatever the update looks like.

        >>> made = Occasion.of({"update_id": 5, "message": {"from": {"id": 7}, "chat": {"id": 7}}})
        >>> (made.update_id, made.person, made.chat)
        (5, 7, 7)
        >>> Occasion.of({"update_id": 5, "message": "?"}).person
        0
        """
        update_id = _number(raw.get("update_id"))
        query = _table(raw.get("callback_query"))
        message = _table(query.get("message") if query else raw.get("message"))
        chat = _table(message.get("chat"))
        sender = _table((query or message).get("from"))
        is_private = chat.get("type", "private") == "private"
        return cls(
            update_id,
            _number(sender.get("id")),
            _number(chat.get("id")) if is_private else 0,
            str(query.get("id", "")),
            _number(message.get("message_id")) if query and message.get("date") else 0,
        )


def _table(value: object) -> Raw:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
