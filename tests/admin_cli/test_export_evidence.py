"""`loket export week --with-evidence`: the files come along, whole, or there is no bundle."""

import hashlib
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest

from tests.admin_cli.bundles import WEEK, exported, rows, unpacked
from tests.admin_cli.conftest import Desk, furnish
from tests.admin_cli.counter import BUDI, Counter, Photo

HALL, PARKING = Photo(b"hall" * 1000, "a.jpg"), Photo(b"parking", "../../b.jpg")
ASKED = ("export", "week", WEEK, "--with-evidence")
MB = 1 << 20


@pytest.fixture
def counter(desk: Desk) -> Counter:
    """A form that was sent with three files in three slots, two of them the same."""
    furnish(desk)
    counter = Counter(desk)
    counter.hires(BUDI, "pkm", "penanggung_jawab")
    for slot, photo in (("i07f1", HALL), ("i13f1", PARKING), ("i14f1", HALL)):
        counter.attaches("pkm", BUDI, "2026-11-18 04:00", slot, photo)
    counter.completes("pkm", BUDI, "2026-11-18 05:00")
    counter.sends("pkm", BUDI, "2026-11-18 06:00")
    return counter


def stored(counter: Counter, photo: Photo) -> Path:
    return counter.desk.folder / "evidence" / photo.content.file


def test_the_files_lie_in_the_bundle_under_their_hash(counter: Counter) -> None:
    bundle = exported(counter.desk, WEEK, "--with-evidence")
    with zipfile.ZipFile(bundle) as archive:
        names = [name for name in archive.namelist() if name.startswith("evidence/")]
        found = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert found == {
        f"evidence/{photo.sha256}.jpg": photo.sha256
        for photo in sorted((HALL, PARKING), key=lambda one: one.sha256)
    }
    told = [(one["slot"], one["file"]) for one in rows(bundle, "f01_evidence")]
    assert told == [
        ("i07f1", f"evidence/{HALL.sha256}.jpg"),
        ("i13f1", f"evidence/{PARKING.sha256}.jpg"),
        ("i14f1", f"evidence/{HALL.sha256}.jpg"),
    ]


def test_the_bundle_with_files_is_sound_and_the_same_again(counter: Counter) -> None:
    first = counter.desk.json(*ASKED)["sha256"]
    folder = unpacked(exported(counter.desk, WEEK, "--with-evidence"))
    command = ["sha256sum", "-c", "MANIFEST.sha256"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.count(": OK")) == (0, 16), said.stderr
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    assert counter.desk.json(*ASKED)["sha256"] == first


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda path: path.write_bytes(b"parkinG"), "damaged"),
        (lambda path: path.write_bytes(b"park"), "damaged"),
        (lambda path: path.unlink(), "missing"),
    ],
    ids=["changed", "cut", "gone"],
)
def test_a_file_that_is_not_what_was_stored_ends_the_export(
    counter: Counter, damage: Callable[[Path], object], problem: str
) -> None:
    damage(stored(counter, PARKING))
    result = counter.desk(*ASKED, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: the file '../../b.jpg' of pkm, item 13.b.K, slot i13f1 is {problem} in the "
        f"evidence store ({PARKING.content.file}): restore it from a backup, or export without"
        " --with-evidence [evidence.unsound]\n"
    )
    assert not list(counter.desk.folder.glob("pekppp*"))
    assert not list(counter.desk.folder.glob(".loket-*"))
    assert exported(counter.desk, WEEK).exists()


def test_large_files_pass_without_being_held_in_memory(counter: Counter) -> None:
    video = Photo(bytes(20 * MB), "antrian.mp4")
    counter.desk.done("f01", "reopen", "--lokus", "pkm", "--reason", "Video.", "--yes")
    counter.attaches("pkm", BUDI, "2026-11-19 04:00", "i07f1", video)
    counter.sends("pkm", BUDI, "2026-11-19 05:00")
    tracemalloc.start()
    size = exported(counter.desk, WEEK, "--with-evidence").stat().st_size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 20 * MB
    assert peak < 16 * MB
