"""A store gives back what it took, under names made from content, and says when it cannot."""

import asyncio
import hashlib
import os
from pathlib import Path

import pytest

from storage.durable import make_private
from storage.evidence_store.errors import BadEvidenceUrl, FileMissing, StoreAway
from storage.evidence_store.folder import FolderStore
from storage.evidence_store.opening import Access, Bucket, open_store, read_evidence_url
from storage.evidence_store.store import EvidenceStore, name_of
from tests.evidence.bucket import Moto

LARGE = os.urandom(11 << 20)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    """The same promises hold for both."""
    if request.param == "folder":
        return FolderStore(tmp_path / "evidence")
    moto: Moto = request.getfixturevalue("moto")
    return moto.store(tmp_path)


async def put(store: EvidenceStore, content: bytes, extension: str = "jpg") -> str:
    make_private(store.spool)
    ready = store.spool / "upload.part"
    ready.write_bytes(content)
    name = name_of(hashlib.sha256(content).hexdigest(), extension)
    await store.put(ready, name)
    return name


async def content_of(store: EvidenceStore, name: str) -> bytes:
    return b"".join([chunk async for chunk in store.read(name)])


@pytest.mark.parametrize("content", [b"", b"small", LARGE], ids=["empty", "small", "in parts"])
async def test_what_was_put_is_given_back(content: bytes, store: EvidenceStore) -> None:
    name = await put(store, content)
    assert await content_of(store, name) == content
    found = await store.find(name)
    assert found
    assert (found.name, found.size) == (name, len(content))
    assert list(store.spool.iterdir()) == []


async def test_putting_again_changes_nothing(store: EvidenceStore) -> None:
    names = {await put(store, b"photo") for _ in range(2)}
    assert [one.name async for one in store.every()] == [*names]


async def test_what_is_not_there_is_missing(store: EvidenceStore) -> None:
    await put(store, b"photo")
    name = name_of("ab" * 32, "jpg")
    assert await store.find(name) is None
    with pytest.raises(FileMissing, match=name):
        await content_of(store, name)


async def test_what_is_removed_is_gone_and_may_be_removed_again(store: EvidenceStore) -> None:
    name = await put(store, b"photo")
    for _ in range(2):
        await store.remove(name)
    assert [one async for one in store.every()] == []


async def test_every_file_is_listed(store: EvidenceStore) -> None:
    names = [await put(store, str(number).encode()) for number in range(30)]
    assert sorted([one.name async for one in store.every()]) == sorted(names)


async def test_a_store_that_works_passes_its_check(store: EvidenceStore) -> None:
    await store.check()
    assert [one async for one in store.every()] == []


async def test_a_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    name = await put(FolderStore(tmp_path / "evidence"), b"photo")
    file = tmp_path / "evidence" / name
    assert oct(file.stat().st_mode)[-3:] == "600"
    folders = [tmp_path / "evidence", file.parent, file.parent.parent]
    assert {oct(one.stat().st_mode)[-3:] for one in folders} == {"700"}


async def test_content_is_on_the_disk_before_its_name_and_the_name_before_put_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, replace, steps = os.fsync, Path.replace, []

    def watched_fsync(handle: int) -> None:
        steps.append(str(Path(f"/proc/self/fd/{handle}").readlink()).removeprefix(str(tmp_path)))
        fsync(handle)

    def watched_replace(path: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    name = await put(FolderStore(tmp_path / "evidence"), b"photo")
    first, second = name.split("/")[:2]
    folders = [f"/evidence/{first}/{second}", f"/evidence/{first}", "/evidence", ""]
    assert steps == ["/evidence/spool/upload.part", "rename", *folders]


async def test_what_others_put_into_the_folder_is_left_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    (tmp_path / "ab" / "cd").mkdir(parents=True)
    (tmp_path / "ab" / "cd" / "notes.txt").write_text("mine")
    (tmp_path / "lost+found").mkdir()
    assert [one async for one in store.every()] == []


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file")
    with pytest.raises(StoreAway, match=rf"{tmp_path}/evidence .*LOKET_EVIDENCE_URL"):
        await FolderStore(tmp_path / "evidence").check()


async def test_a_bucket_server_that_is_down_is_away_until_it_is_back(
    moto: Moto, tmp_path: Path
) -> None:
    store = moto.store(tmp_path)
    await put(store, b"before")
    moto.stop()
    with pytest.raises(StoreAway, match="s3://evidence"):
        await put(store, b"photo")
    with pytest.raises(StoreAway):
        await store.check()
    moto.start()
    assert await content_of(store, await put(store, b"photo")) == b"photo"


async def test_a_bucket_that_does_not_exist_is_away(moto: Moto, tmp_path: Path) -> None:
    with pytest.raises(StoreAway, match=r"NoSuchBucket|not found"):
        await put(moto.store(tmp_path, "s3://another"), b"photo")


async def test_two_prefixes_of_a_bucket_do_not_mix(moto: Moto, tmp_path: Path) -> None:
    one, other = (moto.store(tmp_path, f"s3://evidence/{name}") for name in ("one", "other"))
    await put(one, b"photo")
    assert len([file async for file in one.every()]) == 1
    assert [file async for file in other.every()] == []


async def test_many_puts_at_once_all_arrive(store: EvidenceStore) -> None:
    make_private(store.spool)
    names = []
    for number in range(20):
        content = str(number).encode() * 1000
        ready = store.spool / f"{number}.part"
        ready.write_bytes(content)
        names.append((ready, name_of(hashlib.sha256(content).hexdigest(), "pdf")))
    await asyncio.gather(*(store.put(*one) for one in names))
    assert len([one async for one in store.every()]) == 20


@pytest.mark.parametrize(
    "text", ["", "  ", "ftp://server/evidence", "s3://", "s3://A", "s3://key:secret@bucket", "a\0b"]
)
def test_a_bad_url_is_named_with_the_cure_and_without_its_secrets(text: str) -> None:
    with pytest.raises(BadEvidenceUrl, match=r"set it to a folder .* or to s3://") as caught:
        read_evidence_url(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("evidence", Path("evidence")),
        ("/srv/loket/evidence", Path("/srv/loket/evidence")),
        ("s3://kota", Bucket("kota", "")),
        ("s3://kota/pekppp/", Bucket("kota", "pekppp")),
    ],
)
def test_a_folder_or_a_bucket_is_read_from_the_url(text: str, place: Path | Bucket) -> None:
    assert read_evidence_url(text) == place


def test_a_relative_folder_is_where_the_server_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_store("evidence", Path("spool"), Access()).place == str(tmp_path / "evidence")
