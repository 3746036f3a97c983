"""What is written into the books of messages owed to citizens, encrypted with their chat.

In a private chat, the only kind the bot answers, Telegram's number of the chat is the person's own.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.hours import EVENING, decent_from, next_morning, private_from, tomorrow_at
from bot.house import House
from bot.sealing import sealed, unsealed
from storage import owed
from storage.database import Connection
from storage.owed import Kind, NewDebt
from storage.places import Lokus
from storage.submissions import Submission
from survey_flows.weeks import hour_of

_REMINDED_FOR = timedelta(days=7)
_REST = timedelta(hours=3)  # at least two, since only whole hours are kept
_ASKED_WITHIN = timedelta(hours=24)
_OWED_BY_LAW = timedelta(days=3)
_ANY = timedelta(days=30)
_NAME_BYTES = 16


def here(house: House, lokus: Lokus) -> datetime:
    """The time at a lokus."""
    return house.clock().astimezone(ZoneInfo(lokus.instansi.timezone))


Span = tuple[datetime, datetime]
"""From when on a message may be said, and until when it is worth saying."""


@dataclass(frozen=True, slots=True)
class Note:
    """To which chat, and about what: a link, a response, a pseudonym's answers, a message."""

    chat: int
    payload: str = ""
    key: str = ""
    who: str = ""
    request: int = 0
    message: int = 0


def read_note(content: bytes, key: bytes) -> Note:
    """Raises InvalidToken when it was sealed under another key."""
    return Note(**cast("dict[str, Any]", unsealed(content, key)))


@dataclass(frozen=True, slots=True)
class Notes:
    """The books as far as they are about one person; lives as long as a transaction."""

    house: House
    connection: Connection
    person: int

    async def owe_reminder(self, who: str, payload: str, lokus: Lokus) -> None:
        """Jawab nanti: once, tomorrow evening."""
        now = here(self.house, lokus)
        span = tomorrow_at(now, EVENING), now + _REMINDED_FOR
        await self._owe("later", who, span, Note(self.person, payload=payload))

    async def owe_backcheck(self, held: Submission, lokus: Lokus) -> None:
        """Who filled it in? Asked when nobody of the office is near."""
        now = here(self.house, lokus)
        span = decent_from(now + _REST), now + _ASKED_WITHIN
        await self._owe("backcheck", held.who, span, Note(self.person, key=held.key))

    async def owe_answers(self, who: str, lokus: Lokus, request: int) -> None:
        """What was said at a lokus; `request` is done with it, unless it is 0."""
        now = here(self.house, lokus)
        span = private_from(now), now + _OWED_BY_LAW
        await self._owe("data", who, span, Note(self.person, who=who, request=request))

    async def owe_clearing(self, message_id: int, lokus: Lokus) -> None:
        """Answers that were shown are taken away before the office opens, whatever else ends."""
        now = here(self.house, lokus)
        span, name = (next_morning(now), now + _ANY), secrets.token_hex(_NAME_BYTES)
        await self._owe("clear", name, span, Note(self.person, message=message_id))

    async def _owe(self, kind: Kind, name: str, span: Span, note: Note) -> None:
        first, last = map(hour_of, span)
        content = sealed(asdict(note), self.house.keys.chats)
        await owed.owe(self.connection, NewDebt(kind, name, first, last + 1, content))
