"""What is to be said to a citizen now, if it is still worth saying and no office is near."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot import rights_screens, screens
from bot.hours import is_decent, may_show
from bot.house import House
from bot.identity import where_of
from bot.notes import Note, here
from bot.screens import Screen
from storage import holdings, periods, places, submissions
from storage.database import Connection
from storage.holdings import Holding
from storage.owed import Kind
from storage.places import Lokus
from survey_flows.engine import answers_of
from survey_flows.instrument import Instrument
from survey_flows.links import BadLink, read_link

Nothing = Literal["wait", "needless"]


@dataclass(frozen=True, slots=True)
class Words:
    """About a lokus, and one response there where there is one."""

    screen: Screen
    lokus: Lokus
    submission_id: int = 0


async def words_for(
    house: House, connection: Connection, kind: Kind, note: Note
) -> Words | Nothing:
    """Nothing is remembered by this."""
    return await _WORDS[kind](house, connection, note)


async def _reminder(house: House, connection: Connection, note: Note) -> Words | Nothing:
    link = read_link(note.payload, house.keys.qr)
    if isinstance(link, BadLink):
        return "needless"
    lokus = await places.lokus_by_id(connection, link.lokus)
    period = await periods.period_by_id(connection, link.period)
    if lokus is None or period is None or not period.is_open(house.today(lokus)):
        return "needless"
    if not is_decent(here(house, lokus)):
        return "wait"
    return Words(screens.reminder(lokus.name, note.payload), lokus)


async def _backcheck(house: House, connection: Connection, note: Note) -> Words | Nothing:
    held = await submissions.by_key(connection, note.key)
    if held is None or held.ended:
        return "needless"
    lokus = (await where_of(connection, held)).lokus
    if not is_decent(here(house, lokus)):
        return "wait"
    return Words(rights_screens.backcheck(lokus.name, held.key), lokus, held.id)


async def _answers(house: House, connection: Connection, note: Note) -> Words | Nothing:
    held = [one for one in await holdings.held_by(connection, [note.who]) if one.is_kept]
    if not held:
        return "needless"
    lokus = held[0].lokus
    if not may_show(here(house, lokus)):
        return "wait"
    said = [(one, *await _said(house, connection, one)) for one in held]
    return Words(rights_screens.content(lokus.name, said), lokus)


async def _said(
    house: House, connection: Connection, one: Holding
) -> tuple[Instrument, dict[str, str]]:
    held = await submissions.by_id(connection, one.submission_id)
    form = house.forms[held.form_id, held.version]
    return form, dict(answers_of(form, held.facts))


async def _nothing(_house: House, _connection: Connection, _note: Note) -> Words | Nothing:
    return "needless"


_WORDS: Mapping[Kind, Callable[[House, Connection, Note], Awaitable[Words | Nothing]]] = {
    "later": _reminder,
    "backcheck": _backcheck,
    "data": _answers,
    "clear": _nothing,
}
