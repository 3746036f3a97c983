"""The staff a demo begins with: who serves, what they entered, and the invitation."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin_cli import clock, demo_data
from admin_cli.demo_data import prepare
from admin_cli.demo_page import invitations
from admin_cli.demo_place import Place
from admin_cli.demo_sheet import DEWI, HASAN, RINA, VISITS
from bot.desk.notice_screens import greeting
from bot.keys import KeyRing
from bot.sealing import open_chat, seal_chat
from bot.simulator.snapshot import Keeper, open_world
from bot.simulator.world import World
from storage import drafts, evidence, periods, places, staff, uploads
from storage.database import Database
from storage.drafts import Draft, Owner
from storage.evidence_store.folder import FolderStore
from storage.staff import Invite
from survey_flows import catalog
from survey_flows.invitations import token_of
from survey_flows.pseudonyms import account
from survey_flows.worksheet import Worksheet

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Place(tmp_path, "127.0.0.1", 8903)


@pytest.fixture
def world(place: Place) -> World:
    world = open_world(place.telegram)
    Keeper(world, place.telegram).save()
    return world


@pytest.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    database = Database(place.database_url)
    yield database
    await database.close()


async def draft_of(database: Database, lokus: str = "pkm-melati") -> Draft | None:
    async with database.reading() as connection:
        where = await places.lokus_of(connection, lokus)
        (period,) = await periods.all_periods(connection)
        return await drafts.of_owner(connection, Owner(where.id, period.id))


async def sheet_of(database: Database) -> Worksheet:
    draft = await draft_of(database)
    assert draft
    return Worksheet(catalog.load(draft.form_id, draft.version), draft.entries)


async def test_two_people_serve_one_lokus_and_can_be_greeted(
    place: Place, world: World, database: Database
) -> None:
    await prepare(place, world, database)
    keys = KeyRing(place.keys)
    async with database.reading() as connection:
        waiting = await staff.untold(connection)
    posts = {open_chat(one.member.chat, keys.chats): one for one in waiting}
    assert {person: (one.role, one.lokus.code) for person, one in posts.items()} == {
        RINA: ("petugas", "pkm-melati"),
        HASAN: ("penanggung_jawab", "pkm-melati"),
    }
    for person, post in posts.items():
        said = {"chat_id": person, "text": greeting(post).text, "parse_mode": "HTML"}
        assert (await world.call("sendMessage", said)).status == 200


async def test_the_draft_is_half_filled_and_contradicts_nothing(
    place: Place, world: World, database: Database
) -> None:
    await prepare(place, world, database)
    sheet = await sheet_of(database)
    answered = [item.number for item in sheet.form.items if sheet.is_answered(item)]
    assert answered == [2, 3, 4, 5, 6, 7, 10, 11, 14, 16, 17, 25, None]
    assert [one for one in sheet.places if sheet.breaks(one)] == []
    assert set(sheet.answers) == {name for visit in VISITS for name in visit.answers}
    assert sheet.missing == {"i02f2": "Hilang atau rusak"}
    for name, value in sheet.answers.items():
        if choices := {one.name for one in sheet.form.choices_of(name)}:
            assert set(value.split()) <= choices


async def test_both_filled_it_on_several_days_before_today(
    place: Place, world: World, database: Database
) -> None:
    await prepare(place, world, database)
    entries = (await sheet_of(database)).entries
    moments = [one.at for one in entries]
    assert moments == sorted(moments)
    assert max(moments) < NOW.timestamp()
    assert len({datetime.fromtimestamp(at, UTC).date() for at in moments}) == 5
    assert len({one.by for one in entries}) == 2


async def test_its_files_are_safe_and_can_be_shown_in_the_chat(
    place: Place, world: World, database: Database
) -> None:
    await prepare(place, world, database)
    draft, store = await draft_of(database), FolderStore(place.evidence)
    assert draft
    again = open_world(place.telegram)
    async with database.reading() as connection:
        kept = await evidence.of_draft(connection, draft.ids)
        sent = [await uploads.by_key(connection, one.key) for one in kept]
        assert await uploads.unreported(connection) == []
    assert {one.slot for one in kept} == {one.slot for visit in VISITS for one in visit.proofs}
    for one, upload in zip(kept, sent, strict=True):
        held = b"".join([chunk async for chunk in store.read(one.content.file)])
        assert upload
        assert held == again.blobs.get(again.files[upload.file_id].blob)
        assert len(held) == one.content.size
        slot = (await sheet_of(database)).slot(one.slot)
        assert slot
        assert one.content.kind in slot.accept
    assert list(store.spool.iterdir()) == []


async def test_a_second_start_adds_nothing(place: Place, world: World, database: Database) -> None:
    await prepare(place, world, database)
    before = await draft_of(database)
    await prepare(place, open_world(place.telegram), database)
    assert await draft_of(database) == before
    assert await draft_of(database, "kel-sukamaju") is None


async def test_a_start_that_died_in_the_middle_leaves_nothing_half(
    place: Place, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(demo_data, "fill", dies)
        with pytest.raises(Killed):
            await prepare(place, world, database)
    async with database.reading() as connection:
        assert await staff.posts(connection) == []
    await prepare(place, open_world(place.telegram), database)
    assert await draft_of(database)


class Killed(Exception):
    """Power cut."""


async def dies(*_: object) -> None:
    raise Killed


async def test_a_demo_from_before_there_were_staff_gets_them(
    place: Place, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(demo_data, "_staff", nobody)
        await prepare(place, world, database)
    old = place.env_file.read_text()
    place.env_file.write_text(old.replace("LOKET_EVIDENCE_URL=evidence\n", ""))
    assert (await prepare(place, world, database)).invited
    assert await draft_of(database)
    assert "LOKET_EVIDENCE_URL=evidence\n" in place.env_file.read_text()


async def nobody(*_: object) -> None:
    """As it was."""


async def test_the_invitation_opens_once_and_goes_when_it_was_confirmed(
    place: Place, world: World, database: Database
) -> None:
    prepared = await prepare(place, world, database)
    assert prepared.invited
    ask = invitations(place, database, prepared.invited)
    (card,) = await ask()
    assert card["persona"] == DEWI
    assert "staff confirm KODE" in card["text"]
    code = await claim(place, database, card["link"])
    assert len(await ask()) == 1
    async with database.writing() as connection:
        post = await staff.confirm(connection, code, int(NOW.timestamp()))
    assert (post.member.name, post.lokus.code) == ("Dewi Lestari", "kel-sukamaju")
    assert await ask() == ()
    assert (await prepare(place, world, database)).invited is None


async def claim(place: Place, database: Database, link: str) -> str:
    """Dewi opens the link; her code."""
    keys, token = KeyRing(place.keys), token_of(link.partition("?start=")[2])
    assert token
    name, chat = account(keys.account, DEWI), seal_chat(DEWI, keys.chats)
    async with database.writing() as connection:
        opened = await staff.claim(connection, token, name, chat, int(NOW.timestamp()))
    assert isinstance(opened, Invite)
    return opened.code


async def test_every_start_shows_one_invitation_that_works_until_it_was_opened(
    place: Place, world: World, database: Database
) -> None:
    first = (await prepare(place, world, database)).invited
    second = (await prepare(place, world, database)).invited
    assert first
    assert second
    async with database.reading() as connection:
        open_ones = await staff.invites(connection, int(NOW.timestamp()))
    assert [one.id for one in open_ones] == [second.number]
    await claim(place, database, second.link)
    assert (await prepare(place, world, database)).invited is None
