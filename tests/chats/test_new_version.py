"""A new option in an instrument is one line in one file: chat, export and XLSForm follow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_cli.bundle.making import Wanted, make
from bot.simulator.people import Person
from storage import drafts, instruments, staff
from storage.database import Database
from storage.drafts import Author, Owner
from survey_flows import catalog, xlsform
from survey_flows.fingerprint import fingerprint
from tests.admin_cli.bundles import rows
from tests.chats.office import DEWI, RINA, Office, button, open_office

OLD, NEW = "2023061901", "2027010101"
BEFORE = '  { name = "media", label = "Media Massa" },\n'
LINE = '  { name = "relawan", label = "Relawan layanan" },\n'


@pytest.fixture
def new_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tomorrow's program ships one file more; only the version and one line differ."""
    sources = catalog.sources()
    text = sources[f"f01-{OLD}.toml"].decode()
    assert text.count(BEFORE) == 1
    changed = text.replace(OLD, NEW).replace(BEFORE, BEFORE + LINE)
    more = {**sources, f"f01-{NEW}.toml": changed.encode()}
    _forget()
    monkeypatch.setattr(catalog, "sources", lambda: more)
    yield
    _forget()


def _forget() -> None:
    catalog.shipped.cache_clear()
    catalog.load.cache_clear()


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Rina's office began with the old version."""
    office = await open_office(tmp_path, database)
    await office.hire(RINA, "pkm-melati", "petugas", "Rina")
    await office.hire(DEWI, "kel-sukamaju", "petugas", "Dewi")
    await tap(office, RINA, "Mulai mengisi")
    return office


async def tap(office: Office, number: int, *labels: str) -> Person:
    """/tugas, then these buttons, named by their ends."""
    person = office.world.person(number)
    person.say("/tugas")
    await office.settle()
    for label in labels:
        keys = [key["text"] for row in keyboard(person) for key in row]
        full = next(text for text in keys if text.endswith(label))
        person.tap(*button(person, full))
        await office.settle()
    return person


def keyboard(person: Person) -> list[list[dict[str, str]]]:
    markup: list[list[dict[str, str]]] = person.last()["reply_markup"]["inline_keyboard"]
    return markup


def labels(person: Person) -> str:
    return str([key["text"] for row in keyboard(person) for key in row])


async def test_a_new_option_reaches_chat_export_and_xlsform(
    office: Office, new_version: None, database: Database, tmp_path: Path
) -> None:
    await publish_and_restart(office)
    dewi = await tap(office, DEWI, "Kebijakan 0/9", "2", "Ya")
    assert "Relawan layanan" in labels(dewi)
    dewi = await tap(office, DEWI, "Kebijakan 0/9", "2", "Relawan layanan")
    assert await exported(office, database, tmp_path) == [("2.a.P", "i02unsur", "relawan")]
    choices = xlsform.sheets(catalog.load("F-01"))["choices"]
    assert ["unsur", "relawan", "Relawan layanan"] in [row[:3] for row in choices]


async def test_an_open_draft_finishes_on_its_old_version(
    office: Office, new_version: None, database: Database
) -> None:
    await publish_and_restart(office)
    rina = await tap(office, RINA, "Kebijakan 0/9", "2", "Ya")
    assert "Media Massa" in labels(rina)
    assert "Relawan layanan" not in labels(rina)
    async with database.reading() as connection:
        owner = Owner(office.lokus["pkm-melati"], office.period)
        held = await drafts.of_owner(connection, owner)
    assert held
    assert held.version == OLD


async def publish_and_restart(office: Office) -> None:
    form = catalog.load("F-01")
    assert form.version == NEW
    async with office.database.writing() as connection:
        today = office.clock.now.date()
        await instruments.publish(connection, "F-01", NEW, fingerprint(form), today)
    await office.restart()


async def exported(office: Office, database: Database, out: Path) -> list[tuple[str, str, str]]:
    """Item, field and value of the list, in the bundle of the week it was sent in."""
    now = office.clock.now
    owner = Owner(office.lokus["kel-sukamaju"], office.period)
    async with database.writing() as connection:
        draft = await drafts.of_owner(connection, owner)
        (post,) = await staff.posts(connection, lokus_code="kel-sukamaju")
        assert draft
        await drafts.send(connection, draft, Author(post.member.id, int(now.timestamp())))
    async with database.reading() as connection:
        wanted = Wanted(
            "2026-W47",
            last=False,
            instansi="",
            out=out,
            moment=now,
            timezone="UTC",
            seed=bytes(32),
            ledger_seed=bytes(32),
        )
        made = await make(connection, wanted)
    found = rows(made.file, "f01_answers")
    return [
        (row["item"], row["field"], row["value"]) for row in found if row["field"] == "i02unsur"
    ]
