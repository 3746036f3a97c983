"""What is locked opens with its passphrase alone, here and in any program that speaks age."""

import io
from base64 import b64decode

import pytest

from storage.backups.age import Locking, Unlocked
from storage.backups.errors import BackupDamaged, PassphraseWrong

CHUNK = 65_536
# "loket" with the passphrase "rahasia": rage, another program, was seen to open these very bytes.
OPENED_BY_RAGE = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB3M08ySmYwaytyZmJOSzJpUDhzTlJ3IDEKZnhsa2gw"
    "VmZFbTg1R2pEWHBsNjBncWZwREJCb3owTyszeERMM2E5R2xnZwotLS0gZ0JIQVhmMkRFRlpCSUpxTDRQZzNi"
    "aSs0blhjSC82aG9zMFBtVjJmeDR3NAoOXRXEPorc6e73C4OvP2G/FwPrIoG2jn+TWD57+fipmUKSWRiO"
)


def locked(content: bytes, passphrase: str = "kunci") -> bytes:
    file = io.BytesIO()
    locking = Locking(file, passphrase, work=1)
    for start in range(0, len(content), 9_999):
        locking.write(content[start : start + 9_999])
    locking.finish()
    return file.getvalue()


def unlocked(sealed: bytes, passphrase: str = "kunci") -> bytes:
    return Unlocked(io.BytesIO(sealed), passphrase, "it").read()


def test_the_format_is_the_one_another_program_opens() -> None:
    assert unlocked(OPENED_BY_RAGE, "rahasia") == b"loket"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_content_of_any_length_comes_back(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    sealed = locked(content)
    assert unlocked(sealed) == content
    assert len(sealed) - size < 300
    assert content[:40] not in sealed or size < 40


def test_any_place_in_it_can_be_reached() -> None:
    content = bytes(number % 251 for number in range(2 * CHUNK + 77))
    inside = Unlocked(io.BytesIO(locked(content)), "kunci", "it")
    for place in (CHUNK - 3, 2 * CHUNK + 70, 0):
        inside.seek(place)
        assert inside.read(7) == content[place : place + 7][: CHUNK - place % CHUNK]
        assert inside.tell() > place
    assert inside.seek(-7, io.SEEK_END) == len(content) - 7
    assert inside.read() == content[-7:]


def test_a_wrong_passphrase_opens_nothing() -> None:
    with pytest.raises(PassphraseWrong, match="give the one it was made with"):
        unlocked(locked(b"jawaban"), "kunc")


def test_the_same_content_is_never_locked_alike() -> None:
    assert locked(b"jawaban")[60:] != locked(b"jawaban")[60:]


@pytest.mark.parametrize("cut", [1, 16, 17, CHUNK // 2, CHUNK + 16 + 5, CHUNK + 16 + 5 - 1])
def test_what_was_cut_short_is_noticed(cut: int) -> None:
    sealed = locked(b"x" * (2 * CHUNK + 5))  # its last chunk is 5 bytes and their tag
    with pytest.raises(BackupDamaged):
        unlocked(sealed[:-cut])


def test_a_whole_chunk_cut_off_is_noticed() -> None:
    with pytest.raises(BackupDamaged, match="cut short"):
        unlocked(locked(b"x" * (CHUNK + 5))[: -(5 + 16)])


def test_every_changed_byte_is_noticed() -> None:
    sealed = locked(b"jawaban")
    for place in range(len(sealed)):
        spoilt = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises((BackupDamaged, PassphraseWrong)):
            unlocked(spoilt)


def test_a_head_that_would_cost_a_gigabyte_is_refused() -> None:
    with pytest.raises(BackupDamaged, match="does not begin"):
        unlocked(locked(b"x").replace(b" 1\n", b" 25\n", 1))
