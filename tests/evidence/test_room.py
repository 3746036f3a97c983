"""With little room on the disk files wait, so that answers never do."""

import shutil
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from bot.evidence.room import has_room
from tests.evidence.office import Office, photo
from tests.evidence.server import Files

GB = 10**9


@pytest.mark.parametrize(
    ("free", "total", "expected"),
    [
        (2 * GB, 20 * GB, True),
        (2 * GB - 1, 20 * GB, False),
        (5 * GB, 1000 * GB, True),
        (5 * GB - 1, 1000 * GB, False),
    ],
)
def test_a_tenth_is_kept_and_of_a_large_disk_five_gigabytes(
    free: int, total: int, *, expected: bool
) -> None:
    assert has_room(free, total) is expected


async def test_no_file_is_taken_while_less_than_a_tenth_is_free(
    office: Office, telegram: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.contents["a"] = photo("a")
    upload = await office.send("a")
    with monkeypatch.context() as patched, capture_logs() as said:
        usage = SimpleNamespace(free=2 * GB - 1, total=20 * GB)
        patched.setattr(shutil, "disk_usage", lambda _: usage)
        await office.work()
    waiting = await office.upload(upload.key)
    assert (waiting.state, waiting.reason, office.spool) == ("waiting", "evidence.room", [])
    [held] = [one for one in said if one["event"] == "evidence.held_up"]
    assert held["log_level"] == "critical"
    assert "make room there" in held["cure"]
    await office.work(4)
    assert (await office.upload(upload.key)).state == "stored"
