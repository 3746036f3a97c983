"""The shared F-01: whose entries they are, who is too late, and what a revision carries on."""

import asyncio
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from storage import drafts, periods, submissions
from storage.database import Database
from storage.drafts import Author, Draft, Owner
from storage.errors import DraftEnded, StaleTurn
from storage.instruments import publish
from storage.staff_tables import authors
from survey_flows.facts import Answered, Entry, Facts, RevisionOpened, Submitted, Withdrawn
from tests.storage.counter import BUDI as BUDIS
from tests.storage.counter import NOW, Counter, opened
from tests.storage.rows import CONSENT, FIRST_DAY, LAST_DAY, Shelf, counted, refused, tried

FORM, VERSION = "F-01", "2023061901"
RIVALS = 12


@dataclass
class Desk:
    """Sari and Budi, who fill the form of one lokus."""

    database: Database
    counter: Counter
    owner: Owner
    sari: Author
    budi: Author

    async def begin(self) -> Draft:
        async with self.database.writing() as connection:
            return await drafts.begin(connection, self.owner, FORM, VERSION)

    async def add(self, number: int, new: Facts, by: Author, after: int | None = None) -> None:
        async with self.database.writing() as connection:
            await drafts.append(connection, number, new, by, after)

    async def send(self, draft: Draft, by: Author) -> None:
        async with self.database.writing() as connection:
            await drafts.send(connection, draft, by)

    async def reopen(self, draft: Draft, reason: str = "salah hitung") -> Draft:
        async with self.database.writing() as connection:
            return await drafts.reopen(connection, draft, reason, NOW + 99)

    async def now(self) -> Draft:
        async with self.database.reading() as connection:
            found = await drafts.of_owner(connection, self.owner)
        assert found
        return found


@pytest.fixture
async def desk(database: Database) -> Desk:
    counter = await opened(database)
    sari = await counter.join()
    budi = await counter.join(BUDIS, "Budi", "penanggung_jawab")
    async with database.writing() as connection:
        await publish(connection, FORM, VERSION, "sha256:0", FIRST_DAY)
        period = await periods.open_period(connection, "2026", FIRST_DAY, LAST_DAY, "c" * 16)
    owner = Owner(counter.pkm.id, period.id)
    people = (Author(sari.member.id, NOW), Author(budi.member.id, NOW + 60))
    return Desk(database, counter, owner, *people)


async def test_there_is_no_form_until_somebody_opens_it(desk: Desk) -> None:
    async with desk.database.reading() as connection:
        assert await drafts.of_owner(connection, desk.owner) is None
        assert await drafts.by_id(connection, 1) is None
    begun = await desk.begin()
    assert (begun.revision, begun.held, begun.entries, begun.is_sent) == (1, 0, (), False)
    assert await desk.now() == begun


async def test_of_many_who_open_it_at_once_one_does(desk: Desk) -> None:
    won = await asyncio.gather(*(tried(desk.begin(), StaleTurn) for _ in range(RIVALS)))
    assert won.count(True) == 1
    assert await counted(desk.database, "drafts") == 1
    assert await counted(desk.database, "submissions") == 1


async def test_every_entry_says_whose_it_is_and_since_when(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari, after=0)
    await desk.add(begun.id, (Answered("i01a", "tidak"),), desk.budi, after=1)
    held = await desk.now()
    assert held.held == 2
    assert held.entries == (
        Entry(Answered("i01a", "ya"), desk.sari.staff_id or 0, NOW),
        Entry(Answered("i01a", "tidak"), desk.budi.staff_id or 0, NOW + 60),
    )


async def test_what_was_judged_on_an_older_state_is_judged_again(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari, after=0)
    with pytest.raises(StaleTurn):
        await desk.add(begun.id, (Answered("i01a", "tidak"),), desk.budi, after=0)
    assert len((await desk.now()).entries) == 1
    assert await counted(desk.database, "authors") == 1


async def test_what_depends_on_nothing_goes_behind_whatever_is_there(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"), Withdrawn("i01a")), desk.sari, after=0)
    await desk.add(begun.id, (Answered("i02a", "ya"),), desk.budi)
    assert (await desk.now()).entries[-1].fact == Answered("i02a", "ya")


async def test_of_many_who_judged_the_same_state_one_adds(desk: Desk) -> None:
    begun = await desk.begin()
    adding = (
        desk.add(begun.id, (Answered("i01jenis", str(number)),), desk.sari, after=0)
        for number in range(RIVALS)
    )
    won = await asyncio.gather(*(tried(one, StaleTurn) for one in adding))
    assert won.count(True) == 1
    assert len((await desk.now()).entries) == 1


async def test_whoever_holds_the_form_judges_it_in_vain_never(desk: Desk) -> None:
    begun = await desk.begin()

    async def turn(number: int) -> None:
        async with desk.database.writing() as connection:
            await drafts.hold(connection, begun.id)
            found = await drafts.by_id(connection, begun.id)
            assert found
            new = (Answered("i01jenis", str(number)),)
            await drafts.append(connection, found.id, new, desk.sari, after=found.held)

    await asyncio.gather(*(turn(number) for number in range(RIVALS)))
    said = {one.fact for one in (await desk.now()).entries}
    assert said == {Answered("i01jenis", str(number)) for number in range(RIVALS)}


async def test_what_was_sent_takes_nothing_any_more(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.send(begun, desk.budi)
    sent = await desk.now()
    assert (sent.is_sent, sent.entries[-1].fact) == (True, Submitted())
    for after in (None, 0, 1):
        with pytest.raises(DraftEnded):
            await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari, after)
    with pytest.raises(DraftEnded):
        await desk.send(sent, desk.budi)
    assert await desk.now() == sent


async def test_nobody_gets_past_the_bot_into_what_was_sent(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.send(begun, desk.budi)
    fact = f"INSERT INTO facts VALUES ({begun.id}, 2, 'answered', 'i01a', 'ya', NULL)"
    assert await refused(desk.database, fact)
    assert await refused(desk.database, "UPDATE authors SET staff_id = NULL")
    assert await refused(desk.database, "DELETE FROM authors")
    assert await refused(desk.database, "UPDATE submissions SET outcome = NULL")


async def test_sending_what_a_colleague_has_changed_is_judged_again(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari)
    with pytest.raises(StaleTurn):
        await desk.send(begun, desk.budi)
    assert not (await desk.now()).is_sent


async def test_a_revision_runs_on_from_what_was_sent(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari)
    await desk.send(await desk.now(), desk.budi)
    again = await desk.reopen(await desk.now())
    assert (again.revision, again.is_sent, again.held) == (2, False, 1)
    assert again.ids == (begun.id, again.id)
    assert [one.fact for one in again.entries] == [
        Answered("i01a", "ya"),
        Submitted(),
        RevisionOpened("salah hitung"),
    ]
    assert (again.entries[-1].by, again.entries[-1].at) == (0, NOW + 99)
    await desk.add(again.id, (Answered("i01a", "tidak"),), desk.sari, after=again.held)
    assert len((await desk.now()).entries) == 4


async def test_a_button_of_an_older_revision_finds_the_newest(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.send(begun, desk.budi)
    again = await desk.reopen(await desk.now())
    async with desk.database.reading() as connection:
        assert await drafts.by_id(connection, begun.id) == again
    with pytest.raises(DraftEnded):
        await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari)


async def test_of_many_who_open_it_again_at_once_one_does(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.send(begun, desk.budi)
    sent = await desk.now()
    won = await asyncio.gather(*(tried(desk.reopen(sent), StaleTurn) for _ in range(RIVALS)))
    assert won.count(True) == 1
    assert (await desk.now()).revision == 2


async def test_each_lokus_has_a_form_of_its_own(desk: Desk) -> None:
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari)
    other = Owner(desk.counter.kel.id, desk.owner.period_id)
    async with desk.database.writing() as connection:
        theirs = await drafts.begin(connection, other, FORM, VERSION)
    assert theirs.entries == ()
    assert theirs.id != begun.id


async def test_a_citizens_answers_name_nobody(desk: Desk) -> None:
    """F-03 has no authors: only a form of the staff says who gave an answer."""
    async with desk.database.writing() as connection:
        await publish(connection, "F-03", VERSION, "sha256:0", FIRST_DAY)
        new = Shelf(desk.owner.lokus_id, desk.owner.period_id).new()
        held = await submissions.begin(connection, new, (CONSENT, Answered("i01", "4")))
    begun = await desk.begin()
    await desk.add(begun.id, (Answered("i01a", "ya"),), desk.sari)
    async with desk.database.reading() as connection:
        named = (await connection.execute(sa.select(authors.c.submission_id))).scalars().all()
        assert await drafts.by_id(connection, held.id) is None
    assert named == [begun.id]
