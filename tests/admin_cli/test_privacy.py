"""Rights that are asked for in writing, and the notice of a breach."""

import asyncio
from datetime import timedelta

import pytest

from storage import holdings, requests
from storage.database import Connection, Database
from tests.admin_cli.bundles import SENT
from tests.admin_cli.conftest import MONDAY, Desk
from tests.storage.rows import counted


@pytest.fixture
def answered(quiet: Desk) -> Desk:
    quiet.receives(SENT)
    return quiet


def receipts(desk: Desk) -> list[str]:
    """Of every response that was sent, oldest first."""

    async def work() -> list[str]:
        database = Database(desk.url)
        async with database.reading() as connection:
            numbers = range(1, len(SENT) + 1)
            found = [await holdings.by_submission(connection, number) for number in numbers]
        await database.close()
        return [one.receipt for one in found]

    return asyncio.run(work())


def rows_of(desk: Desk, name: str) -> int:
    async def work() -> int:
        database = Database(desk.url)
        try:
            return await counted(database, name)
        finally:
            await database.close()

    return asyncio.run(work())


def test_find_tells_what_became_of_it_and_nothing_else(answered: Desk) -> None:
    receipt = receipts(answered)[0]
    spelled = f"{receipt[:5]}-{receipt[5:]}".lower()
    found = answered.json("privacy", "find", "--receipt", spelled)
    assert set(found) == {"receipt", "status", "leaf", "checkpoint"}
    assert (found["receipt"], found["status"], found["checkpoint"]) == (receipt, "standing", None)
    assert "standing" in answered("privacy", "find", "--receipt", receipt).stderr


def test_a_receipt_nobody_has_is_said_so(answered: Desk) -> None:
    assert answered("privacy", "find", "--receipt", "ABCDE-23456").exit_code == 1
    said = answered.refused("privacy", "erase", "--receipt", "ABCDE-23456", "--yes")
    assert said.endswith("[receipt.unknown]")
    said = answered.refused("privacy", "find", "--receipt", "ABC")
    assert said.endswith("[receipt.bad]")


def test_erasing_needs_a_yes(answered: Desk) -> None:
    receipt = receipts(answered)[0]
    result = answered("privacy", "erase", "--receipt", receipt)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--yes" in result.stderr
    assert rows_of(answered, "openings") == len(SENT)


def test_what_is_erased_is_gone_once_and_on_record(answered: Desk) -> None:
    receipt = receipts(answered)[0]
    words = ("privacy", "erase", "--receipt", receipt, "--yes")
    assert answered.json(*words) == {"receipt": receipt, "status": "erased", "is_new": True}
    assert answered.json(*words)["is_new"] is False
    assert rows_of(answered, "openings") == len(SENT) - 1
    assert answered.json("privacy", "find", "--receipt", receipt)["status"] == "erased"
    [request] = answered.json("privacy", "requests")["requests"]
    assert (request["kind"], request["state"]) == ("erase", "done")


def test_a_request_that_waits_too_long_is_a_problem(answered: Desk) -> None:
    today = MONDAY.date()

    async def ask(tables: Connection) -> None:
        await requests.record(tables, "access", today - timedelta(days=3), is_done=False)

    assert "nobody" in answered("privacy", "requests").stderr
    answered.store(ask)
    assert answered("privacy", "requests").exit_code == 0
    answered.at(MONDAY + timedelta(days=1))
    late = answered("privacy", "requests")
    assert late.exit_code == 1
    assert "late" in late.stdout
    assert answered.json("privacy", "answered", "1") == {"number": 1, "is_new": True}
    assert answered.json("privacy", "answered", "1")["is_new"] is False
    assert answered("privacy", "requests").exit_code == 0
    assert answered.refused("privacy", "answered", "9").endswith("[request.unknown]")


def test_the_notice_counts_what_can_still_be_read(answered: Desk) -> None:
    def count() -> int:
        return sum(one["responses"] for one in answered.json("privacy", "notice")["affected"])

    assert count() == len(SENT)
    answered.done("privacy", "erase", "--receipt", receipts(answered)[0], "--yes")
    assert count() == len(SENT) - 1
    shown = answered.done("privacy", "notice")
    for words in ("pasal 46", "3 x 24 jam", "/hapus", f"{len(SENT) - 1} jawaban"):
        assert words in shown


def test_the_notice_is_about_some_days_of_one_lokus(answered: Desk) -> None:
    every = answered.json("privacy", "notice")["affected"]
    one = answered.json("privacy", "notice", "--lokus", every[0]["lokus"])
    assert [row["lokus"] for row in one["affected"]] == [every[0]["lokus"]]
    none = answered.json("privacy", "notice", "--from", "2030-01-01")
    assert none["affected"] == []
    assert "sejak 2030-01-01" in none["notice"]
    assert answered.refused("privacy", "notice", "--lokus", "nowhere").endswith("[code.unknown]")


def test_a_pepper_goes_on_the_day_that_was_given(answered: Desk) -> None:
    pepper = answered.folder / "keys" / "pepper-2026.key"
    words = ("period", "destroy-pepper", "2026", "--yes")
    assert answered.refused(*words).endswith("[period.open]")
    answered.done("period", "close", "2026", "--destroy-pepper-after", "90")
    assert answered.refused(*words).endswith("[pepper.promised]")
    assert dropped(answered) == (0, 0)
    answered.at(MONDAY + timedelta(days=90))
    assert dropped(answered, "--dry-run") == (1, 0)
    assert pepper.exists()
    assert dropped(answered) == (1, 1)
    assert not pepper.exists()
    assert dropped(answered) == (0, 0)
    assert leaves_about(answered) == ["closed", "pepper_destroyed"]


def test_a_pepper_is_destroyed_by_hand_once_its_period_is_closed(answered: Desk) -> None:
    answered.done("period", "close", "2026")
    unsure = answered("period", "destroy-pepper", "2026")
    assert unsure.exit_code == 1
    assert "--yes" in unsure.stderr
    for _ in range(2):
        done = answered.json("period", "destroy-pepper", "2026", "--yes")
        assert done == {"code": "2026", "pepper": "destroyed", "on": "2026-11-23"}
    assert leaves_about(answered) == ["closed", "pepper_destroyed"]


def test_a_file_that_went_before_the_ledger_heard_of_it_is_told_later(answered: Desk) -> None:
    answered.done("period", "close", "2026", "--destroy-pepper-after", "0")
    (answered.folder / "keys" / "pepper-2026.key").unlink()
    assert dropped(answered) == (1, 1)
    assert leaves_about(answered) == ["closed", "pepper_destroyed"]


def dropped(desk: Desk, *words: str) -> tuple[int, int]:
    lines = desk.json("retention", *words)["lines"]
    return next((one["found"], one["dropped"]) for one in lines if one["what"] == "peppers")


def leaves_about(desk: Desk) -> list[str]:
    """What the ledger tells of the period, since it was closed."""
    told: list[str] = []

    async def work(tables: Connection) -> None:
        query = "SELECT body FROM leaves WHERE kind = 'period' ORDER BY seq"
        bodies = (await tables.exec_driver_sql(query)).scalars()
        words = ("closed", "pepper_destroyed")
        told.extend(word for body in bodies for word in words if f'"{word}"' in body)

    desk.store(work)
    return told
