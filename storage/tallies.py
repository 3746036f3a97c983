"""What there is to watch over, in numbers: nothing about anybody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import pushes, requests
from storage.push_standing import state
from storage.pushes import Push
from storage.staff_tables import uploads
from storage.tables import parked, responses
from storage.uploads import LOST, WAITING

Standing = Literal["waiting", "overdue", "failed", "delivered"]
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Files:
    """On their way into safety: `retrying` are those of `waiting` that failed at least once."""

    waiting: int
    retrying: int
    lost: int


@dataclass(frozen=True, slots=True)
class Tally:
    """`responses` leaves out the hour that runs, or whoever collects it could see who answered.

    `requests` are those of citizens that have waited for two days.
    """

    parked: int
    files: Files
    pushes: Mapping[Standing, int]
    responses: int
    requests: int = 0


async def tally(connection: AsyncConnection, now: int) -> Tally:
    """One look at everything; `now` is in seconds since 1970."""
    ended = sa.select(sa.func.count()).where(responses.c.sent_hour < now // _HOUR)
    every = await pushes.all_pushes(connection)
    return Tally(
        parked=await _number(connection, sa.select(sa.func.count()).select_from(parked)),
        files=await _files(connection),
        pushes=Counter(standing(one, now) for one in every),
        responses=await _number(connection, ended),
        requests=await requests.pressing(connection, datetime.fromtimestamp(now, UTC).date()),
    )


def standing(push: Push, now: int) -> Standing:
    """A push that fails for a day is for people to hear of, long before it is given up."""
    match state(push, now):
        case "delivered":
            return "delivered"
        case "pending":
            return "overdue" if now - push.asked.asked_at > _DAY else "waiting"
        case _:
            return "failed"


async def _files(connection: AsyncConnection) -> Files:
    """What has no slot yet waits for its sender, not for us."""
    is_waiting = sa.and_(uploads.c.state == WAITING, uploads.c.slot != "")
    count = sa.func.count
    query = sa.select(
        count().filter(is_waiting).label("waiting"),
        count().filter(is_waiting, uploads.c.tries > 0).label("retrying"),
        count().filter(uploads.c.state == LOST).label("lost"),
    )
    row = (await connection.execute(query.select_from(uploads))).one()
    return Files(row.waiting, row.retrying, row.lost)


async def _number(connection: AsyncConnection, query: sa.Select[int]) -> int:
    return int((await connection.execute(query)).scalar_one())
