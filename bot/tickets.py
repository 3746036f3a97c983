"""Links that are not good for ever, at the door: rotating posters and one-time tickets."""

from datetime import date
from typing import Literal

from bot.outcomes import RefusedLink
from storage import tickets
from storage.database import Connection
from storage.submissions import Submission
from survey_flows.links import GRACE, Channel, Link, has_expired, is_early, last_day

Ending = Literal["submitted", "abandoned"]


async def turned_away(connection: Connection, link: Link, today: date) -> RefusedLink | None:
    """Why nothing can begin with a link that was scanned today."""
    is_ticket = link.channel is Channel.TICKET
    if has_expired(link, today):
        return RefusedLink("ticket_expired" if is_ticket else "expired")
    if is_early(link, today):
        return RefusedLink("early")
    return await _unusable(connection, link) if is_ticket else None


async def take(connection: Connection, link: Link, who: str, today: date) -> RefusedLink | None:
    """Mulai uses the ticket up for everybody else; who scanned in time may have waited with it."""
    is_ticket = link.channel is Channel.TICKET
    if has_expired(link, today, GRACE):
        return RefusedLink("ticket_expired" if is_ticket else "expired")
    if not is_ticket or await tickets.claim(connection, link.ticket, who):
        return None
    return await _unusable(connection, link) or RefusedLink("ticket_used")


async def let_go(connection: Connection, held: Submission, ending: Ending) -> None:
    """The questionnaire has ended, and with it the way from the ticket to it."""
    if held.channel != Channel.TICKET:
        return
    if ending == "submitted":
        await tickets.spend(connection, held.who)
    else:
        await tickets.hand_back(connection, held.who)


def begins_until(link: Link, period_ends: date) -> date:
    """The last day on which Mulai works for somebody who puts it off."""
    until = last_day(link)
    return period_ends if until is None else min(period_ends, until + GRACE)


async def _unusable(connection: Connection, link: Link) -> RefusedLink | None:
    match await tickets.state_of(connection, link.ticket):
        case "open":
            return None
        case "held" | "spent":
            return RefusedLink("ticket_used")
    return RefusedLink("ticket_void")
