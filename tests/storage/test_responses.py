"""Sent responses come out by id, which says nothing about when or in what order they came."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from storage import backchecks, holdings, ledger, periods, places, responses, submissions
from storage.database import Database
from storage.responses import Later, Response, Scope, Span
from survey_flows.sealed_answers import reader
from survey_flows.weeks import hour_of
from tests.answering import ITEMS, Sent, send
from tests.storage.rows import FIRST_DAY, FORM, LAST_DAY, furnish

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
HOUR = hour_of(NOON)


@pytest.fixture
async def answered(database: Database) -> Database:
    """Twelve responses, an hour apart, at `pkm`; one at a lokus of another instansi."""
    await furnish(database)
    async with database.writing() as connection:
        await places.add_instansi(connection, "timur", "Kota Timur", "Asia/Jayapura")
        await places.add_lokus(connection, "kel", "Kelurahan", "timur")
        await periods.open_period(connection, "2027", FIRST_DAY, LAST_DAY, "c" * 16)
        for hours in range(12):
            await send(connection, Sent("pkm", "2026", NOON + timedelta(hours=hours)))
        await send(connection, Sent("kel", "2027", NOON))
    return database


async def streamed(
    database: Database, first: int, end: int, instansi: str = "kota", form: str = FORM
) -> list[Response]:
    spans = dict.fromkeys(("Asia/Makassar", "Asia/Jayapura"), Span(first, end))
    return await scoped(database, Scope(form, spans, instansi))


async def scoped(database: Database, scope: Scope) -> list[Response]:
    async with database.reading() as connection:
        every = responses.stream_scope(connection, scope)
        return [one async for some in every for one in some]


async def test_the_order_is_that_of_the_ids(answered: Database) -> None:
    found = await streamed(answered, HOUR, HOUR + 24)
    ids = [one.response_id for one in found]
    assert len(ids) == 12
    assert ids == sorted(ids)
    assert [one.sent_hour for one in found] != sorted(one.sent_hour for one in found)


@pytest.mark.parametrize(
    ("first", "end", "expected"), [(0, 12, 12), (0, 1, 1), (3, 6, 3), (5, 5, 0), (12, 99, 0)]
)
async def test_a_span_holds_its_first_hour_and_not_its_last(
    first: int, end: int, expected: int, answered: Database
) -> None:
    found = await streamed(answered, HOUR + first, HOUR + end)
    assert len(found) == expected
    assert {one.sent_hour - HOUR for one in found} == set(range(first, min(end, 12)))


async def test_only_the_instansi_and_form_asked_for(answered: Database) -> None:
    assert [one.lokus for one in await streamed(answered, HOUR, HOUR + 1, "timur")] == ["kel"]
    assert await streamed(answered, HOUR, HOUR + 24, form="F-01") == []
    assert await streamed(answered, HOUR, HOUR + 24, "utara") == []


@pytest.mark.parametrize(
    ("spans", "instansi", "only", "expected"),
    [
        ({"Asia/Makassar": Span(HOUR, HOUR + 3)}, "", None, 3),
        (
            {"Asia/Makassar": Span(HOUR, HOUR + 3), "Asia/Jayapura": Span(HOUR, HOUR + 1)},
            "",
            None,
            4,
        ),
        ({"Asia/Makassar": Span(HOUR, HOUR + 3)}, "timur", None, 0),
        ({"Asia/Jayapura": Span(HOUR, HOUR + 1)}, "timur", ["2027"], 1),
        ({"Asia/Jayapura": Span(HOUR, HOUR + 1)}, "timur", ["2026"], 0),
        ({"Asia/Jayapura": Span(HOUR, HOUR + 1)}, "timur", [], 0),
        ({}, "", None, 0),
    ],
)
async def test_a_scope_has_its_own_hours_for_each_time_zone(
    spans: Mapping[str, Span],
    instansi: str,
    only: list[str] | None,
    expected: int,
    answered: Database,
) -> None:
    assert len(await scoped(answered, Scope(FORM, spans, instansi, only))) == expected


async def test_the_periods_with_responses_are_named(answered: Database) -> None:
    everywhere = {zone: Span(HOUR, HOUR + 99) for zone in ("Asia/Makassar", "Asia/Jayapura")}
    async with answered.reading() as connection:
        found = await responses.periods_in(connection, Scope(FORM, everywhere))
        here = await responses.periods_in(connection, Scope(FORM, everywhere, "kota"))
        assert await responses.count(connection) == 13
    assert (found, here) == ({"2026", "2027"}, {"2026"})


async def test_a_response_is_read_back_with_where_it_counts(answered: Database) -> None:
    (found,) = await streamed(answered, HOUR, HOUR + 1, "timur")
    assert (found.lokus, found.period, found.timezone) == ("kel", "2027", "Asia/Jayapura")
    assert reader(ITEMS)(found.opening) == (("4",) * 14, "")


async def test_a_receipt_is_found_by_its_submission(answered: Database) -> None:
    async with answered.writing() as connection:
        await send(connection, Sent("pkm", "2026", NOON - timedelta(hours=1), who="w" * 32))
    async with answered.reading() as connection:
        held = await submissions.standing_of(connection, "w" * 32)
        assert held is not None
        assert re.fullmatch("[A-Z2-7]{10}", await responses.receipt_of(connection, held.id))


async def test_by_lokus_they_come_with_what_was_said_afterwards(answered: Database) -> None:
    day = NOON.date()
    async with answered.writing() as connection:
        for who, lokus in (("a" * 32, "pkm"), ("b" * 32, "kel")):
            await send(connection, Sent(lokus, "2026", NOON, who=who))
            (held,) = await holdings.held_by(connection, [who])
            await backchecks.ask(connection, held.submission_id, day)
        await backchecks.say(connection, held, "staff", day)
        size = await ledger.size(connection)
    spans = dict.fromkeys(("Asia/Makassar", "Asia/Jayapura"), Span(HOUR, HOUR + 12))
    async with answered.reading() as connection:
        every = responses.stream_by_lokus(connection, Scope(FORM, spans))
        found = [one async for some in every for one in some]
    where = [(one.lokus, one.period) for one in found]
    assert where == [("pkm", "2026")] * 13 + [("kel", "2026"), ("kel", "2027")]
    assert [one.later for one in found if one.later] == [Later(day), Later(day, "staff", size - 1)]


async def test_more_rows_than_are_fetched_at_once_all_come(
    answered: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "_ROWS_AT_ONCE", 5)
    assert len(await streamed(answered, HOUR, HOUR + 24)) == 12
