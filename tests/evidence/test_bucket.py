"""The worker and a bucket: a server that goes away holds files up, and loses none."""

from pathlib import Path

from aiogram import Bot

from bot.evidence.downloads import Downloads
from storage.database import Database
from storage.evidence_store.errors import StoreAway
from tests.evidence.bucket import Moto
from tests.evidence.office import Office, photo
from tests.evidence.server import Files


async def test_files_wait_for_a_bucket_that_is_down_and_arrive_when_it_is_back(
    database: Database, bot: Bot, telegram: Files, moto: Moto, tmp_path: Path
) -> None:
    office = Office(database, Downloads(bot), moto.store(tmp_path))
    await office.furnish()
    telegram.contents = {"a": photo("a"), "b": photo("b" * 200_000)}
    moto.stop()
    sent = [await office.send(name, album="7") for name in ("a", "b")]
    await office.work()
    waiting = [await office.upload(one.key) for one in sent]
    assert {(one.state, one.reason) for one in waiting} == {("waiting", StoreAway.code)}
    assert office.spool == []
    moto.start()
    await office.work(4)
    await office.work(2)
    assert len(await office.safe()) == len(await office.files()) == 2
    assert [batch.is_settled for batch in office.reports][-1] is True
