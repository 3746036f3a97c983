"""The PDF of posters: whole, with its fonts inside, and ten cards to a sheet."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from admin_cli.door import WrongUse
from admin_cli.poster.faces import Face
from admin_cli.poster.format import Size
from admin_cli.poster.logo import read_logo
from admin_cli.poster.pdf import pdf
from admin_cli.poster.sheet import SHEETS
from admin_cli.poster.svg import svg
from tests.admin_cli.posters import LONG, drawn, poster

MM = 72 / 25.4


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@pytest.mark.parametrize(
    ("size", "paper"),
    [(Size.A4, (210, 297)), (Size.A5, (148, 210)), (Size.A6, (105, 148)), (Size.CARD, (210, 297))],
)
def test_the_page_is_the_paper_it_is_printed_on(size: Size, paper: tuple[int, int]) -> None:
    (page,) = read(pdf(size, [poster()], "x")).pages
    box = page.mediabox
    assert (round(box.width / MM), round(box.height / MM)) == paper


def test_the_fonts_are_inside_the_file() -> None:
    content = pdf(Size.A5, [poster("Пуск <&> é")], "x")
    (page,) = read(content).pages
    assert content.count(b"/FontFile2") >= len(Face)
    assert b"DejaVuSans-Bold" in content
    assert "Пуск <&> é" in page.extract_text()


def test_a_booklet_has_a_page_for_every_poster() -> None:
    names = ["Samsat", LONG, "<&>"]
    texts = [page.extract_text() for page in read(pdf(Size.A6, map(poster, names), "x")).pages]
    assert len(texts) == 3
    assert all(name in " ".join(text.split()) for name, text in zip(names, texts, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_on_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "logo"
    Image.new("RGB", (400, 500), "navy").save(file, kind)
    logo = read_logo(file)
    said = poster(logo=logo)
    assert drawn(Size.A5, said) != drawn(Size.A5, poster())
    assert b"data:image/png;base64," in svg(SHEETS[Size.A5], said)
    (page,) = read(pdf(Size.A5, [said], "x")).pages
    assert len(page.images) == 1
    assert pdf(Size.A5, [said], "x") == pdf(Size.A5, [poster(logo=read_logo(file))], "x")


def test_white_around_a_logo_and_what_shines_through_it_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    picture = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (100, 200, 500, 400))
    picture.save(file)
    logo = read_logo(file)
    assert (logo.width, logo.height) == (400, 200)
    assert not logo.is_coarse


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_is_no_picture_is_refused_with_the_cure(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    with pytest.raises(WrongUse, match="PNG or JPEG"):
        read_logo(file)


def test_a_broken_an_empty_and_a_huge_picture_are_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(whole, "PNG")
    (tmp_path / "broken.png").write_bytes(whole.getvalue()[:4000])
    Image.new("L", (300, 300), 255).save(tmp_path / "empty.png")
    Image.new("1", (12_000, 12_000)).save(tmp_path / "huge.png")
    for name in ("broken.png", "empty.png", "huge.png", "none.png"):
        with pytest.raises(WrongUse, match=name):
            read_logo(tmp_path / name)
