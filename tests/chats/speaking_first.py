"""A story in which the bot speaks first: `> the bot looks around` says whatever is due."""

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties

from bot.courier import Courier
from bot.desk.notices import Notices
from bot.house import House, published_forms
from bot.screen_memory import ScreenMemory
from storage import drafts, staff
from storage.drafts import Author, Draft, Owner
from survey_flows import catalog
from survey_flows.facts import Answered, DeclaredMissing, Entry, Fact, Facts
from survey_flows.pseudonyms import account
from survey_flows.worksheet import Worksheet
from tests.chats.office import RINA, TOKEN, Office, WorldSession
from tests.chats.story import Story
from tests.storage.rows import run

PEOPLE = {"Rina": RINA}
VALUES = {"integer": "1", "decimal": "1", "date": "2026-11-16", "text": "ada"}


async def notices(office: Office) -> Notices:
    """A new process; its bot does not try a failed call again by itself."""
    manners = DefaultBotProperties(parse_mode="HTML")
    bot = Bot(TOKEN, session=WorldSession(office.world), default=manners)
    house = House(
        office.settings, office.keys, await published_forms(office.database), office.clock
    )
    courier = Courier(bot, office.database, ScreenMemory(office.clock.now))
    return Notices(house, office.database, courier)


async def confirm(office: Office, person: int, lokus: str, name: str) -> None:
    """The admin has confirmed somebody just now, who does not know it yet."""
    await office.hire(person, lokus, "petugas", name)
    newest = "SELECT max(id) FROM staff_posts"
    await run(office.database, f"UPDATE staff_posts SET is_told = false WHERE id = ({newest})")


async def complete(office: Office, person: int, lokus: str) -> None:
    """Somebody leaves no gap, and proves nothing."""
    unit = Owner(office.lokus[lokus], office.period)
    async with office.database.writing() as connection:
        draft = await drafts.of_owner(connection, unit)
        member = await staff.member_of(connection, account(office.keys.account, person))
        assert draft
        assert member
        author = Author(member.id, int(office.clock.seconds()))
        await drafts.append(connection, draft.id, filling(draft, member.id), author)


def filling(draft: Draft, by: int) -> Facts:
    """What is missing, each in the shortest way."""
    form, added = catalog.load(draft.form_id, draft.version), list[Fact]()
    for _ in range(400):
        entries = (*draft.entries, *(Entry(fact, by, 0) for fact in added))
        sheet = Worksheet(form, entries)
        place = sheet.next_owed()
        if not place:
            return tuple(added)
        slot = sheet.slot(place)
        added.append(DeclaredMissing(place, "hilang") if slot else _answer(sheet, place))
    raise AssertionError(f"{place} is owed for ever")


def _answer(sheet: Worksheet, place: str) -> Fact:
    choices = sheet.form.choices_of(place)
    return Answered(place, choices[-1].name if choices else VALUES[sheet.form.fields[place].type])


class Noticing(Story):
    """Knows the bot's own initiative, too."""

    async def _world_does(self, words: str) -> None:
        match words.split():
            case ["the", "bot", "looks", "around"]:
                await (await notices(self.office)).look()
            case ["the", "admin", "confirms", who, "for", lokus]:
                await confirm(self.office, PEOPLE[who], lokus, who)
            case ["the", "rest", "of", lokus, "is", "filled", "by", who]:
                await complete(self.office, PEOPLE[who], lokus)
            case _:
                await super()._world_does(words)
