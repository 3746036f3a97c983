"""Taps that waited out an outage arrive at once: nobody may look hasty because of that.

`python -m tests.chats.outage --people 72` lets 72 people agree before half an hour without the bot,
and answer all fourteen items during it; it prints one closing line. Their taps come in faster than
any hand could, so that every flag of haste would be raised if the times were believed.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from admin_cli.flag_rows import row_of
from bot.simulator.model import Persona
from bot.simulator.people import Person
from bot.taps import turn_data
from storage import responses
from storage.database import Database
from storage.responses import Scope, Span
from survey_flows.quality.beyond import beyond
from survey_flows.quality.per_response import flags_of
from survey_flows.quality.rows import Opening
from survey_flows.replies import Chose
from survey_flows.sealed_answers import reader
from tests.answering import ITEMS
from tests.chats.office import Office, button, open_office
from tests.databases import postgres_url, sqlite_url
from tests.servers import postgres_server

FIRST_PERSON = 7_400_001
OF_TIME = ("t_item_med", "n_lt_1s", "rsi")
OUTAGE = timedelta(minutes=30)


@dataclass(frozen=True)
class Found:
    """What the bundle would say of everybody who answered then."""

    taps: int
    sent: int
    invalid: int
    flagged: int


async def play(database: Database, folder: Path, people: int, outage: timedelta = OUTAGE) -> Found:
    """From the first scan to what is exported."""
    office = await open_office(folder, database)
    crowd = [await _agreed(office, FIRST_PERSON + number) for number in range(people)]
    office.clock.now += outage
    office.clock.elapsed += outage.total_seconds()
    taps = [(person, number) for number in range(len(ITEMS)) for person in crowd]
    for person, number in taps:
        message, first = button(person, "4")
        key = first.split(":")[1]
        value = str(1 + (person.id + number) % 5)
        person.tap(message, turn_data(key, Chose(ITEMS[number], value)), force=True)
    assert office.intake
    while office.world.updates.waiting():
        await office.intake.poll(0)
    for person in crowd:
        await office.press(person, "📨 Kirim jawaban")
    return await _judged(database, len(taps))


async def _agreed(office: Office, number: int) -> Person:
    office.world.add_persona(Persona(number, f"Warga {number}"))
    person = office.world.person(number)
    person.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    await office.press(person, "✅ Ya, benar", "▶️ Mulai")
    return person


async def _judged(database: Database, taps: int) -> Found:
    scope = Scope("F-03", {"Asia/Makassar": Span(0, 2**31 - 1)})
    async with database.reading() as connection:
        every = responses.stream_scope(connection, scope)
        rows = [row_of(one, reader(ITEMS)) async for some in every for one in some]
    flags = list(flags_of(rows, Opening(), pooled=60).values())
    marked = [beyond(one, len(ITEMS)) for one in flags]
    return Found(
        taps,
        sent=len(flags),
        invalid=sum(one.timing_valid is False for one in flags),
        flagged=sum(any(one[name] is not None for name in OF_TIME) for one in marked),
    )


def main(words: Sequence[str] | None = None) -> int:
    """0 only if nobody is flagged and every response says that its times mean nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.chats.outage")
    parser.add_argument("--people", type=int, default=72)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args(words)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # a database server under another account passes through
        if given.database == "postgresql":
            made = postgres_url(stack.enter_context(postgres_server(folder / "postgres")))
        else:
            made = sqlite_url(folder, folder / "template.db")
        found = asyncio.run(_play(asyncio.run(made), folder, given.people))
    sys.stdout.write(
        f"people {given.people} · taps queued {found.taps} · sent {found.sent}"
        f" · timing_valid = 0: {found.invalid} · timing flags {found.flagged} · {given.database}\n"
    )
    return 0 if found.sent == found.invalid == given.people and not found.flagged else 1


async def _play(url: str, folder: Path, people: int) -> Found:
    database = Database(url)
    found = await play(database, folder, people)
    await database.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
