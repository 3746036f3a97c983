"""A pepper that cannot be read closes the door with its cure; a new one survives a power cut."""

import os
import stat
from pathlib import Path

import pytest

from bot import wording
from bot.errors import KeyUnreadable
from bot.keys import KeyRing
from storage.database import Database
from storage.deliveries import all_parked
from tests.chats.office import SITI, open_office


async def test_a_pepper_that_cannot_be_read_parks_nothing_and_says_what_to_do(
    database: Database, tmp_path: Path
) -> None:
    """As when the admin opened the period under another account of the machine."""
    office = await open_office(tmp_path, database)
    pepper = office.settings.keys_dir / "pepper-2026.key"
    pepper.unlink()
    pepper.mkdir()  # unreadable for root too
    siti = office.world.person(SITI)
    siti.scan(office.payload(office.link("pkm-melati")))
    await office.settle()
    assert siti.last()["text"] == wording.OUT_OF_SERVICE
    async with database.reading() as connection:
        assert await all_parked(connection) == []


def test_a_key_that_cannot_be_read_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "account.key").mkdir()
    with pytest.raises(KeyUnreadable, match="account that runs this program"):
        _ = KeyRing(tmp_path).account


def test_a_new_key_is_safe_with_its_folder_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[bool] = []
    sync = os.fsync

    def fsync(handle: int) -> None:
        kinds.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    KeyRing(tmp_path).new_pepper("2026")
    assert kinds == [False, True]
