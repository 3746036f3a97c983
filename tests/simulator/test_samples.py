"""The sample files must be what they say, as other programs read them."""

import io

from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from bot.simulator.samples.catalogue import SAMPLES, sample
from bot.simulator.samples.scenes import GPS_IFD

MOST = 200 << 10


def content(name: str) -> io.BytesIO:
    return io.BytesIO(sample(name).content)


def test_photos_are_jpegs_that_say_where_they_were_taken() -> None:
    for each in SAMPLES[:3]:
        with Image.open(content(each.name)) as picture:
            assert picture.format == "JPEG"
            assert picture.getexif().get_ifd(GPS_IFD)[1] == "S"


def test_the_decree_can_be_read() -> None:
    reader = PdfReader(content("SK standar pelayanan.pdf"), strict=True)
    assert "TENTANG STANDAR PELAYANAN" in reader.pages[0].extract_text()


def test_the_table_can_be_read() -> None:
    book = load_workbook(content("Rekap antrean.xlsx"))
    assert book["Antrean"]["A2"].value == "Senin"


def test_every_sample_is_small_and_the_same_each_time() -> None:
    for each in SAMPLES:
        assert each.make() == sample(each.name).content
        assert 500 < len(sample(each.name).content) < MOST


def test_types_follow_the_names() -> None:
    assert sample("antrean.mp4").mime == "video/mp4"
    assert sample("SOP pelayanan.docx").mime.endswith("wordprocessingml.document")
    assert sample("Rekap antrean.xlsx").mime.endswith("spreadsheetml.sheet")
