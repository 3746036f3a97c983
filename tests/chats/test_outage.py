"""The short version of tests/chats/outage.py, and that the same taps would be flagged otherwise."""

from datetime import timedelta
from pathlib import Path

from storage.database import Database
from tests.chats.outage import Found, play


async def test_whoever_tapped_through_an_outage_is_not_called_hasty(
    database: Database, tmp_path: Path
) -> None:
    assert await play(database, tmp_path, people=2) == Found(28, sent=2, invalid=2, flagged=0)


async def test_the_same_taps_without_an_outage_are_hasty(
    database: Database, tmp_path: Path
) -> None:
    found = await play(database, tmp_path, people=1, outage=timedelta(0))
    assert found == Found(14, sent=1, invalid=0, flagged=1)
