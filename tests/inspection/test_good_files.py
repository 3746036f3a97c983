"""Files that honest people send are taken, with the right facts."""

import base64
import io
import zlib
from pathlib import Path

import imagehash
import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter

from bot.inspection.inspector import inspect
from bot.inspection.verdict import KINDS, Fine, Kind, Refused, Verdict
from tests.inspection.good_files import (
    box,
    docx_parts,
    film,
    one_of_each,
    pdf,
    photo,
    picture,
    stream,
    track,
    xlsx,
    zipped,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file under test is; its name says nothing."""
    return tmp_path / "spool"


async def verdict_on(file: Path, content: bytes) -> Verdict:
    """What the inspector says of these bytes."""
    file.write_bytes(content)
    return await inspect(file)


async def taken(file: Path, content: bytes) -> Fine:
    """The facts of a file that has to be fine."""
    verdict = await verdict_on(file, content)
    assert isinstance(verdict, Fine), verdict
    return verdict


@pytest.mark.parametrize("kind", KINDS)
async def test_a_good_file_of_each_kind_is_taken(file: Path, kind: Kind) -> None:
    assert (await taken(file, one_of_each()[kind])).kind == kind


@pytest.mark.parametrize("kind", KINDS)
async def test_a_kind_the_slot_does_not_take_is_refused_by_name(file: Path, kind: Kind) -> None:
    file.write_bytes(one_of_each()[kind])
    others = set(KINDS) - {kind}
    assert await inspect(file, accept=others) == Refused("not_accepted", kind)
    assert isinstance(await inspect(file, accept=[kind]), Fine)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
async def test_a_picture_is_measured_and_fingerprinted_upright(file: Path, form: str) -> None:
    upright = await taken(file, picture(form))
    assert (upright.width, upright.height) == (320, 240)
    lying = photo().transpose(Image.Transpose.ROTATE_90)
    turned = await taken(file, picture(form, lying, orientation=6))
    assert (turned.width, turned.height) == (320, 240)
    assert apart(upright, turned) <= 2


async def test_the_same_photo_smaller_and_in_another_format_is_recognised(file: Path) -> None:
    large = await taken(file, picture("JPEG", photo(3200, 2400)))
    small = await taken(file, picture("WEBP", photo(3200, 2400).resize((640, 480))))
    other = await taken(file, picture("JPEG", ImageOps.invert(photo())))
    assert apart(large, small) <= 4
    assert apart(large, other) > 16


@pytest.mark.parametrize("size", [(320, 240), (100, 300), (9, 8), (1, 1)])
async def test_a_fingerprint_is_what_imagehash_makes_of_it(
    file: Path, size: tuple[int, int]
) -> None:
    noise = Image.effect_noise(size, 90).convert("RGB")
    for image in (photo().resize(size), noise):
        small = image.resize((256, 256), Image.Resampling.NEAREST)
        fingerprint = (await taken(file, picture("PNG", image))).fingerprint
        assert fingerprint == str(imagehash.dhash(small))


def apart(one: Fine, other: Fine) -> int:
    """In how many of 64 bits two fingerprints differ."""
    assert len(one.fingerprint) == len(other.fingerprint) == 16
    first, second = map(imagehash.hex_to_hash, (one.fingerprint, other.fingerprint))
    return int(first - second)


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "I;16"])
async def test_a_png_of_any_colours_is_taken(file: Path, mode: str) -> None:
    image = photo().convert("L").convert("I;16") if mode == "I;16" else photo().convert(mode)
    assert (await taken(file, picture("PNG", image))).width == 320


async def test_what_phones_append_to_a_jpeg_does_no_harm(file: Path) -> None:
    samsung = b"\x00\x00\x30\x0a\x10\x00\x00\x00MotionPhoto_Data" + film() + b"SEFH" + bytes(20)
    for tail in (film(), picture("JPEG"), samsung + b"SEFT", bytes(4096), b"\xff" * 9):
        assert (await taken(file, picture("JPEG") + tail)).kind == "jpeg"


async def test_a_jpeg_with_a_second_view_is_taken(file: Path) -> None:
    out = io.BytesIO()
    photo().save(out, "MPO", save_all=True, append_images=[photo(160, 120)])
    verdict = await taken(file, out.getvalue())
    assert (verdict.kind, verdict.width, verdict.extension) == ("jpeg", 320, "jpg")


async def test_a_progressive_jpeg_is_taken(file: Path) -> None:
    out = io.BytesIO()
    photo().save(out, "JPEG", progressive=True)
    assert (await taken(file, out.getvalue())).width == 320


async def test_pages_of_a_pdf_are_counted(file: Path) -> None:
    assert (await taken(file, pdf(7))).pages == 7
    assert (await taken(file, b"\xef\xbb\xbf" + pdf(1))).pages == 1


async def test_a_pdf_that_may_only_not_be_changed_is_taken(file: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(3))))
    writer.encrypt(user_password="", owner_password="pemilik", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert (await taken(file, out.getvalue())).pages == 3


async def test_a_pdf_may_jump_calculate_and_carry_text(file: Path) -> None:
    jump = b"/OpenAction [3 0 R /Fit] "
    names = b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"
    field = b"<< /Subtype /Widget /AA << /C << /S /JavaScript /JS (AFSimple_Calculate) >> >> >>"
    spec = b"<< /Type /Filespec /F (data.csv) /EF << /F 5 0 R >> >>"
    page = b"/Contents 6 0 R /Annots [%s]" % field
    spelled = base64.a85encode(zlib.compress(b"BT ET")) + b"~>"
    text = stream(spelled, "/Filter [/ASCII85Decode /FlateDecode]", packed=False)
    more = [spec, stream(b"nama;nilai\n", "/Type /EmbeddedFile"), text]
    assert (await taken(file, pdf(catalog=jump + names, page=page, more=more))).pages == 2


async def test_a_document_may_carry_a_sheet_and_point_to_pages(file: Path) -> None:
    relations = (
        '<Relationships><Relationship TargetMode="External" Type="x/hyperlink" '
        'Target="https://contoh.id"/><Relationship TargetMode="External" '
        'Type="x/attachedTemplate" Target="file:///C:\\Users\\Sari\\Dinas.dotx"/></Relationships>'
    )
    parts = {**docx_parts(), "word/_rels/settings.xml.rels": relations}
    content = zipped({**parts, "word/embeddings/Sheet1.xlsx": xlsx(), "word/media/": b""})
    assert (await taken(file, content)).kind == "docx"


@pytest.mark.parametrize(
    ("brand", "extension"), [(b"mp42", "mp4"), (b"qt  ", "mov"), (b"3gp5", "3gp")]
)
async def test_a_video_is_called_what_its_brand_says(
    file: Path, brand: bytes, extension: str
) -> None:
    verdict = await taken(file, film(brand=brand))
    assert (verdict.kind, verdict.extension) == ("mp4", extension)


async def test_a_video_with_sound_and_odd_boxes_is_taken(file: Path) -> None:
    rest = (box(b"free", bytes(99)), box(b"uuid", bytes(64)), box(b"\xa9xyz", b"nothing"))
    both = track() + track(b"soun", (50, 52))
    assert (await taken(file, film(*rest, tracks=both))).kind == "mp4"
