"""Fifty Kirim of one person at the same moment, for many people: one response of each stands.

Each person has a response that stands and has answered again; then everything is pressed at once.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bot.house import House
from bot.interviews import Interviews
from bot.keys import KeyRing
from bot.outcomes import Outcome, Scene
from bot.service import utc_now
from bot.settings import Settings
from storage.database import Database
from storage.errors import StaleTurn
from survey_flows.prompts import Ask, Review
from survey_flows.replies import Chose, Sent
from tests.databases import postgres_url, sqlite_url
from tests.faults.verdict import FORM, PERIOD
from tests.faults.world import furnish
from tests.servers import postgres_server

FIRST_PERSON = 7_200_001
STANDING = "SELECT count(*) FROM submissions WHERE outcome = 'submitted' AND ended IS NULL"
REPLACED = "SELECT count(*) FROM submissions WHERE ended = 'superseded'"
LEAVES = "SELECT count(*) FROM leaves WHERE kind IN ('answer', 'supersede')"


@dataclass(frozen=True)
class Found:
    """What is in the database when all is over."""

    standing: int
    replaced: int
    leaves: int

    def is_right(self, people: int) -> bool:
        """Each has answered twice, and one of the two counts."""
        return (self.standing, self.replaced, self.leaves) == (people, people, 3 * people)


@dataclass(frozen=True)
class Crowd:
    """One office, and everybody who presses there."""

    house: House
    database: Database
    poster: str

    async def press(self, people: int, rivals: int) -> Found:
        """One person after the other, each with so many taps at once."""
        for person in range(FIRST_PERSON, FIRST_PERSON + people):
            key, seen = await self._answered_twice(person)
            taps = (self._kirim(person, key, seen) for _ in range(rivals))
            await asyncio.gather(*taps)
        async with self.database.reading() as connection:
            counted = [
                int((await connection.execute(sa.text(query))).scalar_one())
                for query in (STANDING, REPLACED, LEAVES)
            ]
        return Found(*counted)

    async def _answered_twice(self, person: int) -> tuple[str, int]:
        async with self.database.writing() as connection:
            interviews = Interviews(self.house, connection)
            begun = await interviews.begin(person, self.poster)
            key, seen = await answered(interviews, person, begun)
            await interviews.take_turn(person, key, Sent(seen))
            begun = await interviews.begin_again(person, key, is_meant=True)
            return await answered(interviews, person, begun)

    async def _kirim(self, person: int, key: str, seen: int) -> None:
        """A turn of its own, judged again when a rival was quicker: as the receiver does it."""
        while True:
            try:
                async with self.database.writing() as connection:
                    await Interviews(self.house, connection).take_turn(person, key, Sent(seen))
            except StaleTurn:
                continue
            return


async def answered(
    interviews: Interviews, person: int, scene: Outcome, value: str = "4"
) -> tuple[str, int]:
    """To the review; gives back what its Kirim carries."""
    outcome, key = scene, scene.key if isinstance(scene, Scene) else ""
    while isinstance(outcome, Scene) and isinstance(outcome.turn.prompt, Ask):
        chosen = Chose(outcome.turn.prompt.field, value)
        outcome = await interviews.take_turn(person, key, chosen)
    assert isinstance(outcome, Scene)
    assert isinstance(outcome.turn.prompt, Review)
    return key, outcome.turn.prompt.seen


async def play(database_url: str, folder: Path, people: int, rivals: int) -> Found:
    """The whole campaign, on a migrated database."""
    database, keys = Database(database_url), KeyRing(folder / "keys")
    keys.create()
    async with database.writing() as connection:
        posters = await furnish(connection, keys, keys.new_pepper(PERIOD), 1)
    settings = Settings(_env_file=None, keys_dir=folder / "keys")
    house = House(settings, keys, {(FORM.form_id, FORM.version): FORM}, utc_now)
    found = await Crowd(house, database, *posters.values()).press(people, rivals)
    await database.close()
    return found


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.rivals", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rivals", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args(words)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # a server under another account passes through
        if given.database == "postgresql":
            server = stack.enter_context(postgres_server(folder / "postgres"))
            made = postgres_url(server)
        else:
            made = sqlite_url(folder, folder / "template.db")
        found = asyncio.run(play(asyncio.run(made), folder, given.people, given.rivals))
    sys.stdout.write(
        f"people {given.people} · rivals {given.rivals} · standing {found.standing}"
        f" · replaced {found.replaced} · leaves {found.leaves}\n"
    )
    return 0 if found.is_right(given.people) else 1


if __name__ == "__main__":
    sys.exit(main())
