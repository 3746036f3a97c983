"""The key ring: files only we can read, never overwritten, never guessed."""

from pathlib import Path

import pytest

from bot.errors import (
    KeyDamaged,
    KeyExists,
    KeyMissing,
    KeyOpenToOthers,
    KeysUsedUp,
    WrongPepper,
)
from bot.keys import KeyRing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def ring(folder: Path) -> KeyRing:
    ring = KeyRing(folder)
    ring.create()
    return ring


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_new_keys_are_ours_alone(ring: KeyRing, folder: Path) -> None:
    assert mode(folder) == 0o700
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "account.key",
        "bundle.key",
        "chats.key",
        "ledger.key",
        "parked.key",
        "qr-1.key",
    ]
    assert {mode(path) for path in folder.iterdir()} == {0o600}


def test_every_key_is_another_and_thirty_two_bytes_long(ring: KeyRing) -> None:
    every = {ring.account, ring.parked, ring.chats, ring.bundle, ring.newest_qr[1]}
    assert {len(key) for key in every} == {32}
    assert len(every) == 5


def test_making_the_keys_again_makes_only_what_is_missing(ring: KeyRing, folder: Path) -> None:
    before = ring.account
    (folder / "parked.key").unlink()
    assert [path.name for path in KeyRing(folder).create()] == ["parked.key"]
    assert KeyRing(folder).account == before


def test_a_first_qr_key_that_was_taken_back_is_not_made_again(ring: KeyRing, folder: Path) -> None:
    (folder / "qr-1.key").rename(folder / "qr-2.key")
    assert KeyRing(folder).create() == []
    assert ring.newest_qr[0] == 2


def test_a_qr_key_taken_away_is_gone_for_a_running_program(ring: KeyRing, folder: Path) -> None:
    assert set(ring.qr) == {1}
    (folder / "qr-1.key").unlink()
    with pytest.raises(KeyMissing, match="loket init"):
        _ = ring.qr


def test_a_new_qr_key_signs_from_now_on_and_the_old_stays_good(ring: KeyRing) -> None:
    before = ring.qr
    assert ring.rotate_qr() == 2
    assert ring.newest_qr[0] == 2
    assert ring.qr[1] == before[1]
    assert mode(ring.qr_files[2]) == 0o600


def test_a_revoked_qr_key_is_kept_and_its_number_never_given_again(
    ring: KeyRing, folder: Path
) -> None:
    running, old = KeyRing(folder), ring.qr[1]
    assert set(running.qr) == {1}
    ring.rotate_qr()
    revoked = ring.revoke_qr(1)
    assert set(running.qr) == {2}
    assert old.hex() in revoked.read_text()
    ring.revoke_qr(2)
    assert [path.name for path in ring.create()] == ["qr-3.key"]
    assert set(ring.revoked_qr_files) == {1, 2}


def test_a_link_has_room_for_so_many_keys(ring: KeyRing, folder: Path) -> None:
    (folder / "qr-1.key").rename(folder / "qr-255.key")
    with pytest.raises(KeysUsedUp, match="255"):
        ring.rotate_qr()


def test_a_key_put_in_the_place_of_another_counts_at_once(ring: KeyRing, folder: Path) -> None:
    before = ring.qr[1]
    (folder / "new.key").write_text("ab" * 32)
    (folder / "new.key").chmod(0o600)
    (folder / "new.key").replace(folder / "qr-1.key")
    assert ring.qr[1] == bytes.fromhex("ab" * 32) != before


def test_a_pepper_that_was_destroyed_is_missing_at_once(ring: KeyRing, folder: Path) -> None:
    check = ring.new_pepper("2026")
    assert ring.pepper("2026", check)
    (folder / "pepper-2026.key").unlink()
    with pytest.raises(KeyMissing, match="no answer is taken without it"):
        ring.pepper("2026", check)


@pytest.mark.parametrize("name", ["account", "parked", "chats", "bundle"])
def test_a_missing_key_is_named_with_the_cure(name: str, folder: Path) -> None:
    with pytest.raises(KeyMissing, match=rf"{name}\.key is not in .*loket init"):
        getattr(KeyRing(folder), name)


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660, 0o644])
def test_a_key_others_may_read_is_refused_with_the_cure(
    bits: int, ring: KeyRing, folder: Path
) -> None:
    (folder / "account.key").chmod(bits)
    with pytest.raises(KeyOpenToOthers, match="chmod 600"):
        _ = ring.account


@pytest.mark.parametrize("text", ["", "hello", "ab" * 31, "ab" * 33, "é" * 32])
def test_a_damaged_key_is_refused_without_quoting_it(
    text: str, ring: KeyRing, folder: Path
) -> None:
    (folder / "account.key").write_text(text, encoding="utf-8")
    with pytest.raises(KeyDamaged) as caught:
        _ = ring.account
    assert not text or text not in str(caught.value)


def test_a_pepper_is_the_one_its_period_began_with(ring: KeyRing, folder: Path) -> None:
    check = ring.new_pepper("2026")
    assert mode(folder / "pepper-2026.key") == 0o600
    assert KeyRing(folder).pepper("2026", check) == ring.pepper("2026", check)


def test_another_pepper_is_refused(ring: KeyRing, folder: Path) -> None:
    check, other = ring.new_pepper("2026"), ring.new_pepper("2027")
    assert check != other
    (folder / "pepper-2027.key").replace(folder / "pepper-2026.key")
    with pytest.raises(WrongPepper, match="period 2026"):
        ring.pepper("2026", check)


def test_a_missing_pepper_takes_no_answer(ring: KeyRing) -> None:
    with pytest.raises(KeyMissing, match="no answer is taken without it"):
        ring.pepper("2026", "0" * 16)


def test_a_pepper_is_never_overwritten(ring: KeyRing, folder: Path) -> None:
    ring.new_pepper("2026")
    before = (folder / "pepper-2026.key").read_bytes()
    with pytest.raises(KeyExists, match="exists already"):
        ring.new_pepper("2026")
    assert (folder / "pepper-2026.key").read_bytes() == before


def test_a_pepper_that_was_not_needed_is_dropped(ring: KeyRing, folder: Path) -> None:
    ring.new_pepper("2026")
    ring.drop_pepper("2026")
    ring.drop_pepper("2026")
    assert not (folder / "pepper-2026.key").exists()
