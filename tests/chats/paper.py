"""What an office hands out besides its posters: one-time tickets, and posters for one week."""

import secrets
from dataclasses import replace
from datetime import timedelta

from storage import tickets
from storage.issuances import NewIssuance
from survey_flows.links import TICKET_BYTES, Channel, Link, day_serial, week_serial
from survey_flows.weeks import Week
from tests.chats.office import Office


async def ticket_of(office: Office, lokus: str, days: int = 7, batch: str = "K7QF2M") -> Link:
    """What `loket ticket print` makes, one of it."""
    today = office.clock.now.date()
    last = today + timedelta(days)
    drawn = secrets.token_bytes(TICKET_BYTES)
    where = (office.lokus[lokus], office.period)
    number, _ = office.keys.newest_qr
    new = NewIssuance(today, Channel.TICKET, *where, number, 1, today, last, batch)
    async with office.database.writing() as connection:
        await tickets.issue(connection, new, [drawn])
    link = office.link(lokus)
    return replace(link, channel=Channel.TICKET, serial=day_serial(last), ticket=drawn)


def weekly_of(office: Office, lokus: str, weeks: int = 0) -> Link:
    """The rotating poster of this week, or of some weeks on."""
    week = Week.of(office.clock.now.date() + timedelta(weeks=weeks))
    return replace(office.link(lokus), channel=Channel.ROTATING, serial=week_serial(week))


async def revoke_all(office: Office) -> None:
    """What `loket ticket revoke` does, for every sheet."""
    async with office.database.writing() as connection:
        for one in await tickets.tallies(connection, office.clock.now.date()):
            await tickets.revoke(connection, one.issuance.batch)
