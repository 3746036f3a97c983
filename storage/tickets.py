"""One-time tickets: which are used, and by nobody's name.

While a questionnaire is open, its ticket knows the pseudonym, so that the same account may stop and
begin again. When it ends the ticket forgets: what is left says that it was used, not when or by
whom. Only a hash of a ticket is stored, in no order that says which stood where on the sheet.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import issuances as log
from storage.errors import NotFound
from storage.issuances import Issuance, NewIssuance
from storage.ticket_tables import issuances, tickets
from survey_flows.links import GRACE

TicketState = Literal["open", "held", "spent", "revoked"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tickets of one printing are where. `used` counts those begun; they all add up."""

    issuance: Issuance
    used: int
    open: int
    expired: int
    revoked: int


async def issue(connection: AsyncConnection, new: NewIssuance, drawn: Collection[bytes]) -> None:
    """Make tickets usable; they are on paper already."""
    number = await log.record(connection, new)
    hashes = sorted(map(_hashed, drawn))
    rows = [{"ticket_hash": one, "issuance_id": number, "state": "open"} for one in hashes]
    await connection.execute(tickets.insert(), rows)


async def state_of(connection: AsyncConnection, ticket: bytes) -> TicketState | None:
    """None for a ticket this database does not know."""
    query = sa.select(tickets.c.state).where(tickets.c.ticket_hash == _hashed(ticket))
    found: TicketState | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def claim(connection: AsyncConnection, ticket: bytes, who: str) -> bool:
    """The first account has it, as often as it asks, until its questionnaire ends."""
    is_own = sa.and_(tickets.c.state == "held", tickets.c.holder == who)
    is_free = sa.or_(tickets.c.state == "open", is_own)
    take = tickets.update().where(tickets.c.ticket_hash == _hashed(ticket), is_free)
    taken = await connection.execute(take.values(state="held", holder=who))
    return taken.rowcount == 1


async def spend(connection: AsyncConnection, who: str) -> None:
    """The questionnaire was sent: the ticket is used up, and forgets by whom."""
    await _let_go(connection, who, "spent")


async def hand_back(connection: AsyncConnection, who: str) -> None:
    """The questionnaire was called off: the ticket may be used again."""
    await _let_go(connection, who, "open")


async def forget_holders(connection: AsyncConnection, today: date) -> None:
    """Nothing can begin with an expired ticket, so whose it was is nobody's business any more."""
    over = sa.select(issuances.c.id).where(issuances.c.last_day < today - GRACE)
    held = sa.and_(tickets.c.state == "held", tickets.c.issuance_id.in_(over))
    await connection.execute(tickets.update().where(held).values(state="spent", holder=None))


async def revoke(connection: AsyncConnection, batch: str) -> int:
    """How many tickets of a printing nobody can use any more; those begun stay. Raises NotFound."""
    query = sa.select(issuances.c.id).where(issuances.c.batch == batch)
    number = (await connection.execute(query)).scalar_one_or_none()
    if number is None:
        raise NotFound("batch of tickets", batch, await _batches(connection))
    open_ones = sa.and_(tickets.c.issuance_id == number, tickets.c.state == "open")
    change = tickets.update().where(open_ones).values(state="revoked")
    return (await connection.execute(change)).rowcount


async def tallies(connection: AsyncConnection, today: date) -> Sequence[Tally]:
    """One for each printing of tickets, oldest first."""
    count = sa.func.count()
    query = sa.select(tickets.c.issuance_id, tickets.c.state, count.label("number")).group_by(
        tickets.c.issuance_id, tickets.c.state
    )
    found: dict[int, dict[str, int]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.issuance_id, {})[row.state] = row.number
    every = await log.all_issuances(connection)
    return [_tally(one, found[one.id], today) for one in every if one.id in found]


def _tally(one: Issuance, states: dict[str, int], today: date) -> Tally:
    left = states.get("open", 0)
    is_over = one.last_day < today
    used = states.get("held", 0) + states.get("spent", 0)
    return Tally(
        one, used, 0 if is_over else left, left if is_over else 0, states.get("revoked", 0)
    )


async def _let_go(connection: AsyncConnection, who: str, state: TicketState) -> None:
    held = sa.and_(tickets.c.holder == who, tickets.c.state == "held")
    await connection.execute(tickets.update().where(held).values(state=state, holder=None))


async def _batches(connection: AsyncConnection) -> list[str]:
    return [one.batch for one in await log.all_issuances(connection) if one.batch]


def _hashed(ticket: bytes) -> str:
    return hashlib.sha256(b"suaraloket ticket v1\0" + ticket).hexdigest()
