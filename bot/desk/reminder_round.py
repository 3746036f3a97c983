"""Which reminders are due in the form of one lokus, as the database has it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.desk.notice_screens import reminder
from bot.desk.reminding import Case, due
from bot.desk.rooms import FORM
from bot.house import House
from bot.screens import Screen
from storage import drafts, periods, reminders, staff
from storage.database import Connection
from storage.drafts import Draft, Owner
from storage.periods import Period
from storage.places import Lokus
from storage.reminders import Reminder
from storage.staff import Member
from survey_flows.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Place:
    """A lokus with staff, in a period that is open there."""

    lokus: Lokus
    period: Period

    @property
    def owner(self) -> Owner:
        """Whose form it is."""
        return Owner(self.lokus.id, self.period.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder to be said; `note` is kept once it was."""

    member: Member
    screen: Screen
    note: Reminder


async def places(house: House, connection: Connection) -> Sequence[Place]:
    """Everywhere somebody serves while a period is open."""
    served = {post.lokus.id: post.lokus for post in await staff.posts(connection)}
    every = await periods.all_periods(connection)
    return [
        Place(lokus, period)
        for lokus in served.values()
        for period in every
        if period.is_open(house.today(lokus))
    ]


async def due_at(house: House, connection: Connection, place: Place) -> Sequence[Wanted]:
    """For each person there what the rules say now."""
    now = house.clock()
    here = now.astimezone(ZoneInfo(place.lokus.instansi.timezone))
    draft = await drafts.of_owner(connection, place.owner)
    sheet = _sheet(house, draft)
    heard = await reminders.of_lokus(connection, place.lokus.id)
    found = []
    for post in await staff.posts(connection, lokus_code=place.lokus.code):
        own = [one for one in heard if one.staff_id == post.member.id]
        if said := due(Case(post, place.period, sheet, here, own)):
            screen = reminder(post, place.period, draft.id if draft else 0, said)
            note = Reminder(post.member.id, place.owner, said.kind, int(now.timestamp()))
            found.append(Wanted(post.member, screen, note))
    return found


def _sheet(house: House, draft: Draft | None) -> Worksheet:
    """An unopened form is an empty one."""
    if draft is None:
        return Worksheet(house.newest(FORM), ())
    return Worksheet(house.forms[draft.form_id, draft.version], draft.entries)
