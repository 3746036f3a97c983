"""Numbers to watch over: counted right, and too coarse to say who did what when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import deliveries, pushes, requests, tallies, uploads
from storage.database import Database
from storage.pushes import Asked, Attempt, Push, Receipt
from storage.tallies import Files, Tally
from tests.answering import Sent, send
from tests.evidence.office import NOW
from tests.storage.rows import FIRST_DAY, furnish
from tests.storage.test_uploads import opened, sent

HALF_PAST = datetime(2026, 11, 16, 12, 30, tzinfo=UTC)
DAY = 86_400
ASKED = Asked("w.zip", "2026-W47", "a" * 64, "https://skor.example/", 100)
FAILED, REFUSED, DELIVERED = (
    Attempt(110, Receipt(outcome, 111, "so")) for outcome in ("failed", "refused", "delivered")
)


async def tally(database: Database, now: int = NOW) -> Tally:
    async with database.reading() as connection:
        return await tallies.tally(connection, now)


async def test_an_empty_house_has_nothing_to_worry_about(database: Database) -> None:
    assert await tally(database) == Tally(0, Files(0, 0, 0), {}, 0)


async def test_files_are_counted_by_how_they_stand(database: Database) -> None:
    first = await opened(database)
    await sent(database, replace(first, slot=""), 1)
    [_, tried, stored, gone, *_] = await sent(database, first, 2, 3, 4, 5, 6)
    async with database.writing() as connection:
        await uploads.postpone(connection, tried.id, 2, NOW + 60, "network")
        await uploads.settle_stored(connection, stored.id)
        await uploads.settle_lost(connection, gone.id, "gone")
    assert (await tally(database)).files == Files(waiting=3, retrying=1, lost=1)


async def test_parked_updates_and_pushes_are_counted(database: Database) -> None:
    async with database.writing() as connection:
        await deliveries.park(connection, 5, "ZeroDivisionError", b"sealed", FIRST_DAY)
        for week, asked_at in (("2026-W46", 0), ("2026-W47", NOW - 60)):
            await pushes.ask(
                connection, replace(ASKED, week=week, manifest=week * 8, asked_at=asked_at)
            )
    found = await tally(database)
    assert (found.parked, found.pushes) == (1, {"failed": 1, "waiting": 1})


@pytest.mark.parametrize(
    ("attempts", "after", "standing"),
    [
        ((), 60, "waiting"),
        ((FAILED,), DAY, "waiting"),
        ((FAILED,), DAY + 1, "overdue"),
        ((FAILED,), 7 * DAY, "failed"),
        ((REFUSED,), 60, "failed"),
        ((FAILED, DELIVERED), 9 * DAY, "delivered"),
    ],
)
def test_a_push_in_vain_is_overdue_after_a_day(
    attempts: tuple[Attempt, ...], after: int, standing: str
) -> None:
    assert tallies.standing(Push(1, ASKED, attempts), ASKED.asked_at + after) == standing


async def test_a_request_presses_after_two_days_until_it_is_answered(database: Database) -> None:
    today = datetime.fromtimestamp(NOW, UTC).date()
    async with database.writing() as connection:
        number = await requests.record(connection, "access", today, is_done=False)
    pressing = [(await tally(database, NOW + days * DAY)).requests for days in (0, 1, 2)]
    assert pressing == [0, 0, 1]
    async with database.writing() as connection:
        await requests.do(connection, number, today + timedelta(days=2))
    assert (await tally(database, NOW + 2 * DAY)).requests == 0


async def test_who_watches_the_count_does_not_see_when_somebody_answers(
    database: Database,
) -> None:
    await furnish(database)
    now = int(HALF_PAST.timestamp())
    async with database.writing() as connection:
        await send(connection, Sent("pkm", "2026", HALF_PAST - timedelta(hours=1)))
        await send(connection, Sent("pkm", "2026", HALF_PAST))
    assert (await tally(database, now)).responses == 1
    assert (await tally(database, now + 1799)).responses == 1
    assert (await tally(database, now + 1800)).responses == 2
