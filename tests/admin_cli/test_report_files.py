"""Evidence on the printed F-01: thumbnails, and what is wrong with a file in the store."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from admin_cli.f01_paper.thumbnails import thumbnail_of
from bot.inspection.verdict import Kind
from survey_flows.facts import Answered, Removed
from tests.admin_cli.conftest import Desk
from tests.admin_cli.counter import SARI, Counter, Photo
from tests.admin_cli.papers import Document, printed, read
from tests.inspection.good_files import one_of_each, photo, picture

MONDAY = "2026-11-16 03:00"
GPS = 0x8825


@pytest.fixture
def counter(quiet: Desk) -> Counter:
    counter = Counter(quiet)
    counter.hires(SARI, "pkm")
    counter.says("pkm", SARI, MONDAY, Answered("i01a", "ya"), Answered("i06a", "ya"))
    return counter


def shot(number: int) -> bytes:
    """A photo like no other."""
    return picture("JPEG", photo(400 + number, 300))


def attach(counter: Counter, file: Photo, slot: str = "i01f1") -> str:
    return counter.attaches("pkm", SARI, MONDAY, slot, file)


def test_each_photo_is_shown_with_what_was_said_about_it(counter: Counter) -> None:
    files = [Photo(shot(n), caption=f"Foto <{n}> & lain") for n in range(5)]
    for file in files:
        attach(counter, file)
    paper = printed(counter.desk)
    assert len(paper.images) == 5
    for number, file in enumerate(files, start=1):
        assert f"[{number}] Foto, " in paper.text
        assert f"“Foto <{number - 1}> & lain” Sari Dewi, 16 November" in paper.text
        assert f"sha256 {file.sha256[:12]}…" in paper.text
        assert f" {file.sha256} {len(file.bytes):,}".replace(",", ".") in paper.text
    assert "Semua berkas di atas ada dan utuh" in paper.text


def test_every_kind_of_file_has_its_place(counter: Counter) -> None:
    for kind, data in one_of_each().items():
        name = f"laporan-{kind}.{kind}"
        attach(counter, Document(data, name=name, kind=kind, sheets=2 * (kind == "pdf")), "i06f1")
    paper = printed(counter.desk)
    assert len(paper.images) == 4  # JPEG, PNG, WebP and HEIC
    assert "PDF, 1 KB, 2 hlm. laporan-pdf.pdf" in paper.text
    for label in ("DOCX", "XLSX", "Video"):
        assert f"{label} [" in paper.text
    assert "laporan-heic.heic" in paper.text


def test_a_removed_file_is_not_shown(counter: Counter) -> None:
    key = attach(counter, Photo(shot(1)))
    attach(counter, Photo(shot(2)))
    counter.says("pkm", SARI, MONDAY, Removed("i01f1", key))
    assert len(printed(counter.desk).images) == 1


def test_a_file_of_a_slot_that_does_not_apply_is_not_shown(counter: Counter) -> None:
    attach(counter, Photo(shot(1)))
    counter.says("pkm", SARI, MONDAY, Answered("i01a", "tidak"))
    assert printed(counter.desk).images == []


def _stored(counter: Counter, file: Photo) -> Path:
    return counter.desk.folder / "evidence" / file.content.file


@pytest.mark.parametrize(
    ("harm", "box", "trouble"),
    [
        (Path.unlink, "berkas tidak ditemukan", "missing"),
        (lambda path: path.write_bytes(b"other"), "berkas rusak", "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "berkas rusak", "damaged"),
    ],
)
def test_a_file_the_store_lost_leaves_a_box_and_exit_1(
    counter: Counter, harm: Callable[[Path], object], box: str, trouble: str
) -> None:
    lost = Photo(shot(1))
    attach(counter, lost)
    attach(counter, Photo(shot(2)))
    harm(_stored(counter, lost))
    result = counter.desk("report", "f01", "--lokus", "pkm", "--out", "paper.pdf")
    assert result.exit_code == 1
    assert f"file 1 (item 1.a.Ak, slot i01f1, {lost.content.file})" in result.stderr
    paper = read(counter.desk.folder / "paper.pdf")
    assert len(paper.images) == 1
    assert box in paper.text
    assert "1 berkas tidak ada atau rusak: 1." in paper.text
    assert counter.desk("report", "f01", "--lokus", "pkm", "--json").stdout.count(trouble) == 1


def test_a_document_is_checked_too(counter: Counter) -> None:
    lost = Document(b"%PDF-1.7 ...", name="sop.pdf")
    attach(counter, lost)
    _stored(counter, lost).write_bytes(b"%PDF-1.7 !!!")
    result = counter.desk("report", "f01", "--lokus", "pkm")
    assert result.exit_code == 1
    assert "is damaged in the evidence store" in result.stderr


def test_a_picture_that_cannot_be_decoded_does_not_stop_the_others(counter: Counter) -> None:
    attach(counter, Photo(b"\xff\xd8\xff\xe0 no picture at all"))
    attach(counter, Photo(shot(2)))
    result = counter.desk("report", "f01", "--lokus", "pkm", "--out", "paper.pdf")
    assert result.exit_code == 1
    assert "no picture that can be shown" in result.stderr
    paper = read(counter.desk.folder / "paper.pdf")
    assert len(paper.images) == 1
    assert "gambar tidak terbaca" in paper.text


def test_long_texts_stay_on_their_page(counter: Counter) -> None:
    for number in range(6):
        attach(counter, Photo(shot(number), "W" * 300 + ".jpg", "W" * 4096))
    counter.says("pkm", SARI, MONDAY, Answered("i06periode", "W" * 999))
    paper = printed(counter.desk)
    assert len(paper.images) == 6
    assert paper.text.count("W") > 6 * 600


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_and_carries_no_place(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(GPS)[1] = "S"
    held = photo(640, 480)
    file = io.BytesIO()
    held.save(file, "JPEG", exif=exif, comment=b"-0.5,117.1")
    small = thumbnail_of("jpeg", file.getvalue())
    assert small is not None
    shown = Image.open(io.BytesIO(small.jpeg))
    assert len(shown.getexif()) == 0
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (shown.width > shown.height) == (orientation < 5)
    held.getexif()[0x0112] = orientation
    upright = ImageOps.exif_transpose(held).resize(shown.size)
    assert _distance(upright, shown) < 6


def _distance(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, a pixel on average."""
    pairs = zip(one.convert("L").tobytes(), other.convert("L").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1"])
def test_pictures_of_every_mode_become_small(mode: str) -> None:
    file = io.BytesIO()
    photo(1600, 1200).convert(mode).save(file, "PNG")
    small = thumbnail_of("png", file.getvalue())
    assert small is not None
    assert (small.width, small.height) == (378, 284)
    assert len(small.jpeg) <= 36_000


def test_two_hundred_pictures_of_noise_would_stay_below_ten_megabytes() -> None:
    file = io.BytesIO()
    Image.effect_noise((1200, 900), 120).save(file, "PNG")
    small = thumbnail_of("png", file.getvalue())
    assert small is not None
    assert 200 * len(small.jpeg) * 5 / 4 < 10_000_000


def test_a_picture_larger_than_the_intake_takes_is_not_decoded() -> None:
    file = io.BytesIO()
    Image.new("1", (11_000, 11_000)).save(file, "PNG")
    assert thumbnail_of("png", file.getvalue()) is None


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_what_only_claims_to_be_a_picture_has_no_thumbnail(kind: Kind) -> None:
    assert thumbnail_of(kind, one_of_each()["pdf"]) is None
