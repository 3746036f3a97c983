"""How a questionnaire ends, and all that follows from it in the same transaction."""

from datetime import date
from zoneinfo import ZoneInfo

from bot import tickets
from bot.hours import last_chance
from bot.house import House
from bot.identity import Where, seen_name
from bot.notes import Notes
from storage import bookmarks, ending, holdings, responses, seen, submissions
from storage.database import Connection
from storage.holdings import Holding
from storage.responses import Kept, Said
from storage.submissions import Submission
from survey_flows.engine import answers_of
from survey_flows.pace import gaps_of
from survey_flows.quality.circumstances import seen as bucket_of
from survey_flows.receipts import Measures
from survey_flows.weeks import day_of, hour_of

_FEW = 20
_SAMPLE = 5


async def submit(
    house: House, connection: Connection, person: int, held: Submission, where: Where
) -> None:
    """It is sealed, and what the account had sent there before is superseded by it."""
    older = await holdings.standing(connection, held.who)
    first = await _first_day(house, connection, person, where)
    kept = await _seal(house, connection, held, (where, first))
    if older is not None:
        await ending.supersede(connection, older, kept.leaf_hash, house.today(where.lokus))
    await submissions.finish(connection, held.id, "submitted")
    await bookmarks.drop(connection, held.id)
    await tickets.let_go(connection, held, "submitted")
    if await is_sampled(connection, where, kept.leaf_hash):
        await Notes(house, connection, person).owe_backcheck(held, where.lokus)


async def call_off(connection: Connection, held: Submission) -> None:
    """What was not sent counts for nothing; what was sent before still stands."""
    await submissions.finish(connection, held.id, "abandoned")
    await bookmarks.drop(connection, held.id)
    await tickets.let_go(connection, held, "abandoned")


def changes_until(house: House, sent: Holding) -> tuple[date, bool]:
    """The last day on which a response can be replaced or taken back, and whether it is over."""
    zone = sent.lokus.instansi.timezone
    until = last_chance(sent.sent_hour, zone)
    return until, house.clock().astimezone(ZoneInfo(zone)).date() > until


async def _first_day(house: House, connection: Connection, person: int, where: Where) -> date:
    name, today = seen_name(house, person, where.period), house.today(where.lokus)
    return await seen.first_day(connection, name, where.period.id, today)


async def _seal(
    house: House, connection: Connection, held: Submission, known: tuple[Where, date]
) -> Kept:
    where, first = known
    form, hour = house.forms[held.form_id, held.version], hour_of(house.clock())
    day = day_of(hour, ZoneInfo(where.lokus.instansi.timezone))  # that of the hour which is kept
    answers = answers_of(form, held.facts)
    public = {
        "form": held.form_id,
        "version": held.version,
        "lokus": where.lokus.code,
        "period": where.period.code,
        "day": day.isoformat(),
    }
    since = bucket_of((day - first).days)
    measures = Measures(gaps_of(form, held.facts, held.gaps), held.channel, since)
    said = Said(public, answers, measures)
    return await responses.keep(connection, held.id, hour, said)


async def is_sampled(connection: Connection, where: Where, leaf_hash: str) -> bool:
    """Everybody where few answer, else one in five, by a hash nobody can steer."""
    many = await holdings.sent_at(connection, where.lokus.id, where.period.id, _FEW + 1)
    return many <= _FEW or int(leaf_hash, 16) % _SAMPLE == 0
