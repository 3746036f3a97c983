"""What a demo folder is filled with, at its first start and later."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from admin_cli import demo_data, office
from admin_cli.demo_crowd import visitors
from admin_cli.demo_place import Place
from admin_cli.posters import Printed
from bot.keys import KeyRing
from bot.simulator.snapshot import Keeper, open_world
from storage.database import Database
from storage.instruments import published
from storage.periods import all_periods, close_period
from storage.responses import Scope, Span, stream_scope
from survey_flows.links import Link, read_link
from survey_flows.weeks import Week

Today = Callable[[date], None]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, "127.0.0.1", 8903)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    """Says which day it is."""

    def set_to(day: date) -> None:
        monkeypatch.setattr(office, "today", lambda _: day)

    set_to(date(2026, 11, 22))
    return set_to


async def prepare(place: Place) -> Sequence[Printed]:
    """One start of the demo, as far as the posters."""
    world = open_world(place.telegram)
    Keeper(world, place.telegram).save()
    database = Database(place.database_url)
    try:
        return (await demo_data.prepare(place, world, database)).posters
    finally:
        await database.close()


async def periods_of(place: Place) -> list[str]:
    database = Database(place.database_url)
    async with database.reading() as connection:
        found = [one.code for one in await all_periods(connection)]
    await database.close()
    return found


async def test_the_first_start_prints_three_posters_that_lead_to_their_lokus(
    place: Place, today: Today
) -> None:
    printed = await prepare(place)
    keys = KeyRing(place.keys).qr
    assert [read_link(one.payload, keys) for one in printed] == [
        Link("F-03", one.lokus.id, 1) for one in printed
    ]
    assert {one.lokus.name for one in printed} == {
        "Puskesmas Melati",
        "Kelurahan Sukamaju",
        "Samsat Kota Contoh",
    }
    assert all(one.file.stat().st_size for one in printed)


async def test_the_forms_are_published(place: Place, today: Today) -> None:
    await prepare(place)
    database = Database(place.database_url)
    async with database.reading() as connection:
        forms = {one.form_id for one in await published(connection)}
    await database.close()
    assert forms == {"F-01", "F-03"}


async def test_a_second_start_changes_nothing(place: Place, today: Today) -> None:
    first = await prepare(place)
    files = {one: one.read_bytes() for one in (*place.keys.iterdir(), place.env_file)}
    assert await prepare(place) == first
    assert {one: one.read_bytes() for one in files} == files


async def answered(place: Place) -> dict[str, int]:
    """How many responses each lokus has."""
    database = Database(place.database_url)
    spans = {demo_data.TIMEZONE: Span(0, 1 << 40)}
    async with database.reading() as connection:
        every = stream_scope(connection, Scope("F-03", spans))
        found = [one.lokus async for some in every for one in some]
    await database.close()
    return dict(Counter(found))


async def test_there_are_weeks_of_answers_to_look_at_and_they_come_once(
    place: Place, today: Today
) -> None:
    await prepare(place)
    assert await answered(place) == {"pkm-melati": 54, "kel-sukamaju": 33, "samsat-kota": 9}
    today(date(2027, 2, 1))
    await prepare(place)
    assert sum((await answered(place)).values()) == 96


async def test_nobody_answered_before_the_period_or_in_the_running_week(
    place: Place, today: Today
) -> None:
    today(date(2027, 1, 1))
    await prepare(place)
    assert await answered(place) == {}, "the period began today"
    every = list(visitors("kel-sukamaju", date(2026, 11, 22)))
    assert max(one.day for one in every) < Week.of(date(2026, 11, 22)).first_day
    assert {mark for one in every for mark in one.answers.values()} == set("12345")


async def test_a_year_later_a_new_period_opens(place: Place, today: Today) -> None:
    before = await prepare(place)
    today(date(2027, 2, 1))
    after = await prepare(place)
    assert await periods_of(place) == ["2026", "2027"]
    assert [one.lokus for one in after] == [one.lokus for one in before]
    assert {one.payload for one in after}.isdisjoint(one.payload for one in before)


async def test_a_period_closed_by_hand_is_followed_by_another(place: Place, today: Today) -> None:
    await prepare(place)
    database = Database(place.database_url)
    async with database.writing() as connection:
        await close_period(connection, "2026", date(2026, 11, 22))
    await database.close()
    await prepare(place)
    assert await periods_of(place) == ["2026", "2026-2"]


async def test_a_start_that_died_half_way_is_no_obstacle(place: Place, today: Today) -> None:
    keys = KeyRing(place.keys)
    keys.create()
    keys.new_pepper("2026")
    await prepare(place)
    assert await periods_of(place) == ["2026"]


async def test_a_new_port_reaches_the_settings_and_own_lines_stay(
    place: Place, today: Today
) -> None:
    await prepare(place)
    own = place.env_file.read_text() + "LOKET_LOG_LEVEL=DEBUG\n"
    place.env_file.write_text(own)
    await prepare(Place(place.folder, place.host, 9999))
    assert place.env_file.read_text() == own.replace(":8903", ":9999")


def test_a_demo_open_to_the_network_is_reached_near_and_far(tmp_path: Path) -> None:
    place = Place(tmp_path, "0.0.0.0", 8903)
    assert place.api_base == "http://127.0.0.1:8903"
    assert "0.0.0.0" not in place.address
    assert Place(tmp_path, "::1", 8903).address == "http://[::1]:8903/"
