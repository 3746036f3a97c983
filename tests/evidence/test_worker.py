"""What people send becomes safe, whatever Telegram, the disk and the form do meanwhile."""

import hashlib
from pathlib import Path

import pytest
import structlog

from bot.evidence import downloads
from storage import uploads
from storage.evidence_store.errors import StoreAway
from tests.evidence import server
from tests.evidence.office import NOW, SLOT, Office, photo
from tests.evidence.server import TOKEN, Files

DAY = 86_400


async def test_a_file_is_fetched_stored_and_reported_once(office: Office, telegram: Files) -> None:
    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    await office.work()
    [safe] = await office.safe()
    assert (safe.key, safe.slot, safe.caption) == (upload.key, SLOT, "ruang tunggu")
    assert safe.content.sha256 == hashlib.sha256(photo("a")).hexdigest()
    assert [one async for one in office.store.read(safe.content.file)] == [photo("a")]
    assert await office.attached() == [upload.key]
    assert office.spool == []
    await office.work(1.6)
    await office.work(1.6)
    [batch] = office.reports
    assert ([one.state for one in batch.uploads], batch.is_settled) == (["stored"], True)


async def test_an_album_is_reported_once_and_each_file_has_its_row(
    office: Office, telegram: Files
) -> None:
    names = [f"f{number}" for number in range(10)]
    telegram.contents = {name: photo(name) for name in names}
    sent = [await office.send(name, album="7") for name in names]
    for _ in range(4):
        await office.work()
    assert await office.attached() != []
    await office.work(1.6)
    [batch] = office.reports
    assert [one.key for one in batch.uploads] == [one.key for one in sent]
    assert len(await office.safe()) == len(await office.files()) == 10


async def test_an_album_whose_files_still_come_in_is_not_reported(
    office: Office, telegram: Files
) -> None:
    telegram.contents = {"a": photo("a"), "b": photo("b")}
    await office.send("a", album="7")
    await office.work()
    office.clock.now += 1
    await office.send("b", album="7")
    await office.work()
    await office.work(1)
    assert office.reports == []
    await office.work(1)
    assert [len(batch.uploads) for batch in office.reports] == [2]


async def test_a_batch_that_takes_long_is_said_once_and_reported_when_it_ends(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    telegram.giving["a"] = [server.broken] * 3
    await office.send("a")
    await office.work()
    for _ in range(12):
        await office.work(2)
    assert [batch.is_settled for batch in office.reports] == [False, True]


async def test_a_second_delivery_of_a_message_changes_nothing(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    first = await office.send("a")
    office.numbers = iter([first.message_id])  # type: ignore[assignment]  # the same message again
    assert (await office.send("a")).key == first.key
    await office.work()
    assert len(await office.safe()) == 1


async def test_two_uploads_of_one_content_are_two_rows_over_one_file(
    office: Office, telegram: Files
) -> None:
    telegram.contents = {"a": photo("same"), "b": photo("same")}
    await office.send("a")
    await office.send("b", by=1)
    await office.work()
    assert len(await office.safe()) == 2
    assert len(await office.files()) == 1


@pytest.mark.parametrize(
    "fault", [server.broken, server.cut, server.missing], ids=lambda f: f.__name__
)
async def test_a_download_that_fails_is_tried_again(
    fault: server.Fault, office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    telegram.giving["a"] = [fault]
    upload = await office.send("a")
    await office.work()
    waiting = await office.upload(upload.key)
    assert (waiting.state, waiting.tries) == ("waiting", 1)
    assert (await office.files(), office.spool) == ([], [])
    await office.work(16)
    assert (await office.upload(upload.key)).state == "stored"


async def test_telegram_is_left_alone_as_long_as_it_asked_for(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    telegram.asking["a"] = [server.slow_down]
    upload = await office.send("a")
    await office.work()
    assert (await office.upload(upload.key)).next_try_at == NOW + 77
    await office.work(76)
    assert telegram.asked == ["a"]
    await office.work(1)
    assert (await office.upload(upload.key)).state == "stored"


async def test_a_file_shorter_than_announced_is_not_whole(office: Office, telegram: Files) -> None:
    telegram.contents["a"] = photo("a")
    telegram.declared["a"] = len(photo("a")) + 1
    upload = await office.send("a")
    await office.work()
    assert (await office.upload(upload.key)).reason == "cut"


async def test_whatever_size_is_declared_the_download_stops_at_the_cap(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 0

    def watched(file: object) -> None:
        nonlocal most
        most = max(most, file.tell())  # type: ignore[attr-defined]  # a file open for writing

    monkeypatch.setattr(downloads, "_sync", watched)
    telegram.contents["a"] = b""
    telegram.giving["a"] = [server.endless]
    upload = await office.send("a")
    await office.work()
    settled = await office.upload(upload.key)
    assert (settled.state, settled.reason, most) == ("refused", "too_big", 0)
    assert office.spool == []


async def test_telegrams_word_that_a_file_is_too_big_is_final(
    office: Office, telegram: Files
) -> None:
    telegram.asking["a"] = [server.too_big]
    upload = await office.send("a")
    await office.work()
    assert (await office.upload(upload.key)).reason == "too_big"
    assert telegram.asked == ["a"]


async def test_a_file_telegram_does_not_have_is_lost_after_five_tries_in_an_hour(
    office: Office, telegram: Files
) -> None:
    upload = await office.send("nobody-knows")
    for _ in range(70):
        await office.work(60)
    lost = await office.upload(upload.key)
    assert (lost.state, lost.reason, len(telegram.asked)) == ("lost", "gone", 5)
    assert [batch.uploads[0].state for batch in office.reports] == ["waiting", "lost"]


async def test_after_three_days_without_telegram_a_file_is_given_up(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    telegram.giving["a"] = [server.broken] * 1000
    upload = await office.send("a")
    for _ in range(6):
        await office.work(DAY / 2)
    assert (await office.upload(upload.key)).state == "waiting"
    await office.work(DAY / 2)
    lost = await office.upload(upload.key)
    assert (lost.state, lost.reason) == ("lost", "gave_up")


async def test_what_the_slot_does_not_take_is_refused_with_the_reason(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = b"MZ this program cannot be run"
    upload = await office.send("a")
    await office.work()
    settled = await office.upload(upload.key)
    assert (settled.state, settled.reason) == ("refused", "unknown_type")
    assert (await office.files(), await office.attached()) == ([], [])


async def test_a_form_sent_meanwhile_takes_no_file_any_more(
    office: Office, telegram: Files
) -> None:
    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    await office.submit()
    await office.work()
    settled = await office.upload(upload.key)
    assert (settled.state, settled.reason) == ("refused", "draft_sent")
    assert (await office.safe(), await office.attached()) == ([], [])


async def test_a_file_without_a_slot_waits_for_one(office: Office, telegram: Files) -> None:
    telegram.contents["a"] = photo("a")
    upload = await office.send("a", slot="")
    await office.work(10)
    assert (telegram.asked, office.reports) == ([], [])
    async with office.database.writing() as connection:
        assert await uploads.assign_slot(connection, upload.key, SLOT) == 1
    await office.work()
    assert await office.attached() == [upload.key]


async def test_a_full_disk_is_waited_for(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    with monkeypatch.context() as patched:
        patched.setattr(downloads, "_sync", full)
        await office.work()
    assert (await office.upload(upload.key)).reason == "disk"
    await office.work(4)
    assert (await office.upload(upload.key)).state == "stored"


async def test_a_store_that_is_away_is_waited_for(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: Path, name: str) -> None:
        raise StoreAway("s3://kota", "no route")

    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    with monkeypatch.context() as patched:
        patched.setattr(office.store, "put", away)
        await office.work()
    assert (await office.upload(upload.key)).reason == StoreAway.code
    await office.work(4)
    assert (await office.upload(upload.key)).state == "stored"


async def test_a_report_that_fails_is_made_again(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> None:
        raise ConnectionError

    telegram.contents["a"] = photo("a")
    await office.send("a")
    monkeypatch.setattr(office, "report", fail)
    office.restart()
    await office.work()
    await office.work(2)
    monkeypatch.undo()
    office.restart()
    await office.work()
    await office.work(2)
    await office.work(20)
    assert len(office.reports) == 1


async def test_the_token_is_in_no_log_and_no_error(office: Office, telegram: Files) -> None:
    telegram.contents["a"] = photo("a")
    telegram.giving["a"] = [server.broken, server.missing, server.cut]
    await office.send("a")
    with structlog.testing.capture_logs() as logs:
        for _ in range(4):
            await office.work(20)
    assert len(logs) >= 4
    assert TOKEN.partition(":")[2] not in repr(logs)
