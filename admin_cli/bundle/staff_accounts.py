"""Which citizens' answers came from accounts of the staff, also of those hired afterwards.

An account is known by the chat it was hired from, a response by a pseudonym of its lokus and
period: both meet only here, where the pepper is, and only whether they met is kept.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from cryptography.fernet import InvalidToken

from bot.errors import BotError
from bot.identity import FORM
from bot.keys import KeyRing
from bot.sealing import open_chat
from storage import periods, places, staff, staff_traces
from storage.database import Connection
from storage.periods import Period
from storage.places import Lokus
from storage.staff import Post
from survey_flows.pseudonyms import Place, who
from survey_flows.quality.circumstances import Days, is_staff_account
from survey_flows.weeks import day_at


async def look(connection: Connection, keys: KeyRing, today: date) -> None:
    """Hold every response against all who serve or served.

    Where a key is missing or is not to be used nothing is concluded; `loket doctor` names it.
    """
    try:
        serving = _accounts(await staff.posts(connection, include_revoked=True), keys.chats)
    except (InvalidToken, BotError):
        return
    every = await places.all_lokus(connection)
    for period in await periods.all_periods(connection):
        try:
            pepper = keys.pepper(period.code, period.pepper_check)
        except BotError:
            continue
        names = set(_names(serving, every, period, pepper))
        await staff_traces.note(connection, period.id, names, today)


def _accounts(posts: Sequence[Post], key: bytes) -> dict[tuple[int, int], list[Days]]:
    """When somebody served an instansi; a private chat has the number of its account."""
    found: dict[tuple[int, int], list[Days]] = {}
    for post in posts:
        place = post.lokus.instansi
        zone = ZoneInfo(place.timezone)
        last = None if post.revoked_at is None else day_at(post.revoked_at, zone)
        served = found.setdefault((open_chat(post.member.chat, key), place.id), [])
        served.append(Days(day_at(post.confirmed_at, zone), last))
    return found


def _names(
    serving: dict[tuple[int, int], list[Days]],
    every: Sequence[Lokus],
    period: Period,
    pepper: bytes,
) -> Iterator[str]:
    """The pseudonyms at every lokus of the instansi they served in the period."""
    days = Days(period.first_day, period.last_day)
    for (person, instansi), posts in serving.items():
        if is_staff_account(posts, days):
            for one in every:
                if one.instansi.id == instansi:
                    yield who(pepper, Place(FORM, one.code, period.code), person)
