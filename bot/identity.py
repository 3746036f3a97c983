"""Which pseudonyms an account has, and what is therefore its own."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import KeyMissing
from bot.house import House
from storage import periods, places
from storage.database import Connection
from storage.holdings import Holding
from storage.periods import Period
from storage.places import Lokus
from storage.submissions import Submission
from survey_flows.pseudonyms import Place, first_seen, who

FORM = "F-03"


@dataclass(frozen=True, slots=True)
class Where:
    """A lokus in a period."""

    lokus: Lokus
    period: Period


async def where_of(connection: Connection, held: Submission | Holding) -> Where:
    """Where it counts, or would."""
    number = held.lokus_id if isinstance(held, Submission) else held.lokus.id
    found = await periods.lokus_and_period(connection, number, held.period_id)
    if found is None:
        raise LookupError("a submission points at a lokus or period that is gone")
    return Where(*found)


def pseudonym(house: House, person: int, where: Where) -> str:
    """Raises KeyMissing or WrongPepper."""
    pepper = _pepper(house, where.period)
    return who(pepper, Place(FORM, where.lokus.code, where.period.code), person)


def owns(house: House, person: int, held: Submission | Holding, where: Where) -> bool:
    """Whether it is this account's own."""
    return hmac.compare_digest(pseudonym(house, person, where), held.who)


def seen_name(house: House, person: int, period: Period) -> str:
    """Finds since when this account has been answering in a period."""
    return first_seen(_pepper(house, period), person)


async def reachable(house: House, connection: Connection) -> Sequence[Period]:
    """The periods in which anybody can still be found: one that is over may lack its pepper."""
    return [
        one
        for one in await periods.all_periods(connection)
        if one.is_open(house.today()) or _has_pepper(house, one)
    ]


async def every_pseudonym(house: House, connection: Connection, person: int) -> Mapping[str, Where]:
    """All this account has anywhere; raises KeyMissing or WrongPepper where answers are taken."""
    every = await places.all_lokus(connection)
    spots = (Where(lokus, one) for one in await reachable(house, connection) for lokus in every)
    return {pseudonym(house, person, where): where for where in spots}


def _pepper(house: House, period: Period) -> bytes:
    return house.keys.pepper(period.code, period.pepper_check)


def _has_pepper(house: House, period: Period) -> bool:
    try:
        _pepper(house, period)
    except KeyMissing:
        return False
    return True
