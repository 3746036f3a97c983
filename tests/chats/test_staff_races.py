"""Two of the staff on the same question, 500 times: nothing confirmed is lost, both see the end."""

import asyncio
import html
import os
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.desk.taps import Look, look_data
from bot.desk.words import short
from bot.screen_calls import EditScreen, SendScreen
from bot.service import make_bot, make_service
from bot.simulator.people import Person
from bot.simulator.world import World
from storage import bookmarks, drafts, staff, submissions
from storage.database import Connection, Database
from storage.drafts import Draft, Owner
from storage.errors import StaleTurn
from survey_flows import catalog
from survey_flows.facts import Answered, Facts
from survey_flows.pseudonyms import account
from survey_flows.worksheet import Worksheet
from tests.chats.office import DEWI, RINA, Office, WorldSession, button, open_office

FORM = catalog.load("F-01")
PEOPLE = {RINA: "Rina", DEWI: "Dewi"}
# Of each kind, on each of the two databases: RACE_ROUNDS=125 makes the campaign of 500.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "20"))
_SAVED = re.compile(r"^✓ Tersimpan: (.+)$", re.MULTILINE)
_TAGS = re.compile(r"<[^>]+>")
_ANSWER = re.compile(r"^Jawaban: (.+)$", re.MULTILINE)


class Slowly(WorldSession):
    """Telling colleagues takes its time, now and then; remembers what was said to whom."""

    def __init__(self, world: World, chance: random.Random) -> None:
        super().__init__(world)
        self._chance = chance
        self.said: dict[int, list[str]] = {person: [] for person in PEOPLE}

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        is_echo = isinstance(method, EditScreen) and "✏️" in str(method.text)
        await asyncio.sleep(0.05 * is_echo * self._chance.randrange(2))
        done = await super().make_request(bot, method, timeout)
        if isinstance(method, SendScreen | EditScreen):
            self.said[int(method.chat_id or 0)].append(
                html.unescape(_TAGS.sub("", str(method.text)))
            )
        return done


@dataclass
class Race:
    """Rina and Dewi, a form, and a Telegram that takes its time."""

    office: Office
    session: Slowly
    chance: random.Random
    draft: int = 0
    standing: dict[str, str] = field(default_factory=dict)

    def person(self, number: int) -> Person:
        return self.office.world.person(number)

    async def opened(self) -> None:
        """Both see the form."""
        for number in PEOPLE:
            self.person(number).say("/tugas")
            await self.office.settle()
        self.draft = (await self.form()).id

    async def form(self) -> Draft:
        owner = Owner(self.office.lokus["pkm-melati"], self.office.period)
        async with self.office.database.reading() as connection:
            found = await drafts.of_owner(connection, owner)
        assert found
        return found

    async def both_at(self, place: str) -> None:
        """Both have this place before them."""
        for number in PEOPLE:
            self.look(number, place)
        await self.office.settle()
        for number in PEOPLE:
            assert self.place_of(number) == place

    async def drawn(self, place: str, values: Sequence[str]) -> dict[int, str]:
        """Both are there, and each wants a new answer of their own; in any order."""
        await self.both_at(place)
        screens = {_ANSWER.findall(self.screen(number))[0] for number in PEOPLE if self.standing}
        assert len(screens) == bool(self.standing)
        self.listen()
        new = [one for one in values if one != self.standing.get(place)]
        people = self.chance.sample(list(PEOPLE), 2)
        return dict(zip(people, self.chance.sample(new, 2), strict=True))

    def look(self, number: int, place: str) -> None:
        newest = int(self.person(number).last()["message_id"])
        self.person(number).tap(newest, look_data(Look("place", self.draft, place)), force=True)

    def screen(self, number: int) -> str:
        return html.unescape(_TAGS.sub("", str(self.person(number).last()["text"])))

    def place_of(self, number: int) -> str:
        """The place a person's screen shows, as its own button says."""
        return button(self.person(number), "ℹ️ Penjelasan")[1].rpartition(":")[2]

    async def at_mark(self, number: int) -> str:
        """The place the bot takes this person to be at."""
        name = account(self.office.keys.account, number)
        async with self.office.database.reading() as connection:
            mark = await bookmarks.bookmark_of(connection, name)
        assert mark
        return mark.place

    def listen(self) -> dict[int, str]:
        """What each of them heard since the last time."""
        heard = {number: "\n".join(said) for number, said in self.session.said.items()}
        for said in self.session.said.values():
            said.clear()
        return heard

    async def stored(self, place: str) -> list[tuple[int, str]]:
        """Who gave which answers to a place, in order."""
        async with self.office.database.reading() as connection:
            posts = await staff.posts(connection)
        ids = {post.member.id: post.member.name for post in posts}
        numbers = {name: number for number, name in PEOPLE.items()}
        given = [
            (numbers[ids[one.by]], one.fact.value)
            for one in (await self.form()).entries
            if isinstance(one.fact, Answered) and one.fact.field == place
        ]
        if given:
            self.standing[place] = given[-1][1]
        return given


async def race(database: Database, folder: Path) -> Race:
    office = await open_office(folder, database)
    for number, name in PEOPLE.items():
        await office.hire(number, "pkm-melati", "petugas", name)
    chance = random.Random(1)
    session = Slowly(office.world, chance)
    office.bot = make_bot(
        office.settings.model_copy(update={"messages_per_second": 10_000}), session
    )
    service = await make_service(
        office.settings, office.bot, database, office.clock, office.clock.ticks
    )
    office.intake, office.evidence = service.intake, service.evidence
    made = Race(office, session, chance)
    await made.opened()
    return made


async def test_of_two_answers_at_once_one_is_kept_and_both_see_it(
    database: Database, tmp_path: Path
) -> None:
    rivals = await race(database, tmp_path)
    labels = {choice.name: short(choice.label, 60) for choice in FORM.choices_of("i04")}
    values = list(labels)
    for number in range(ROUNDS):
        wanted = await rivals.drawn("i04", values)
        for rival, value in wanted.items():
            person = rivals.person(rival)
            person.tap(*button(person, str(values.index(value) + 1)))
        await rivals.office.settle()
        await one_is_kept(rivals, "i04", wanted, number + 1, labels)


async def test_of_two_numbers_typed_at_once_one_is_kept_and_both_see_it(
    database: Database, tmp_path: Path
) -> None:
    rivals = await race(database, tmp_path)
    labels = {str(number): str(number) for number in range(100)}
    for number in range(ROUNDS):
        wanted = await rivals.drawn("i28masuk", list(labels))
        for rival, value in wanted.items():
            rivals.person(rival).say(value)
        await rivals.office.settle()
        await one_is_kept(rivals, "i28masuk", wanted, number + 1, labels)


async def one_is_kept(
    rivals: Race, place: str, wanted: Mapping[int, str], count: int, labels: Mapping[str, str]
) -> None:
    """One answer for each round; who gave it heard so, the other one heard what it was."""
    heard = rivals.listen()
    kept = await rivals.stored(place)
    assert len(kept) == count
    winner, value = kept[-1]
    (loser,) = set(PEOPLE) - {winner}
    assert wanted[winner] == value
    assert _SAVED.findall(heard[winner]) == [labels[value]]
    assert _SAVED.findall(heard[loser]) == []
    assert "Rekan Anda baru saja menjawab ini." in heard[loser]
    assert f"Jawaban: {labels[value]}\n{PEOPLE[winner]}," in heard[loser]


async def test_twenty_ticks_of_two_people_at_once_are_all_kept(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten each of the longest list, and then the same ten each taken away; none judged in vain."""
    rivals = await race(database, tmp_path)
    in_vain: list[Facts] = []
    record = submissions.record

    async def watched(connection: Connection, number: int, new: Facts, *, after: int) -> None:
        try:
            await record(connection, number, new, after=after)
        except StaleTurn:
            in_vain.append(new)
            raise

    monkeypatch.setattr(submissions, "record", watched)
    names = [choice.name for choice in FORM.choices_of("i18")]
    for left in (names, []):
        await rivals.both_at("i18")
        rows = {number: ticks_of(rivals.person(number)) for number in PEOPLE}
        taps = [(RINA, at) for at in range(10)] + [(DEWI, at) for at in range(3, 13)]
        rivals.chance.shuffle(taps)
        for number, at in taps:
            rivals.person(number).tap(*rows[number][at], force=True)
        await rivals.office.settle()
        answers = Worksheet(FORM, (await rivals.form()).entries).answers
        assert answers.get("i18", "").split() == left
        marks = "\n".join(rivals.screen(number) for number in PEOPLE)
        assert marks.count("☑️") == 2 * len(left)
        assert marks.count("▫️") == 2 * (13 - len(left))
    assert in_vain == []


def ticks_of(person: Person) -> list[tuple[int, str]]:
    """The thirteen boxes on screen, in order."""
    return [button(person, str(number)) for number in range(1, 14)]


async def test_whoever_moves_on_is_not_thrown_back_by_a_colleagues_answer(
    database: Database, tmp_path: Path
) -> None:
    """What stands on a screen is the place the bot takes its reader to be at."""
    rivals = await race(database, tmp_path)
    values = [choice.name for choice in FORM.choices_of("i04")]
    for number in range(20):
        wanted = await rivals.drawn("i04", values)
        giver, goer = wanted
        taps = [(giver, str(values.index(wanted[giver]) + 1)), (goer, "➡️")]
        for who, label in rivals.chance.sample(taps, 2):
            rivals.person(who).tap(*button(rivals.person(who), label))
        await rivals.office.settle()
        assert await rivals.at_mark(goer) == rivals.place_of(goer) != "i04"
        assert len(await rivals.stored("i04")) == number + 1
