"""Posters: no name breaks the sheet, and what is said on it is said in every kind of file."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin_cli.poster import card, portrait
from admin_cli.poster.faces import Face
from admin_cli.poster.format import Size
from admin_cli.poster.marks import QUIET, Mark, Text
from admin_cli.poster.pdf import pdf
from admin_cli.poster.png import png
from admin_cli.poster.sheet import SHEETS
from admin_cli.poster.svg import svg
from admin_cli.poster.text import Room, fitted, leading
from tests.admin_cli.posters import LONG, NAMES, code_of, drawn, margins, poster, texts

ROOM = Room(width=1100, height=400, size=150, least=60, face=Face.BOLD)
PAPER_MARGIN, CARD_MARGIN = 10, 4.9  # millimetres; a card's modules are whole pixels


@pytest.mark.parametrize("name", NAMES)
def test_the_svg_is_well_formed_and_says_the_same_as_the_other_files(name: str) -> None:
    root = ET.fromstring(svg(SHEETS[Size.A5], poster(name)))
    said = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert said == [one.words for one in texts(Size.A5, poster(name))]


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", ["Puskesmas Melati", LONG, '<&"> satu', "Jum’at é ñ – ½"])
def test_a_name_that_fits_is_shown_in_full(name: str, size: Size) -> None:
    assert name in " ".join(one.words for one in texts(size, poster(name)))


@pytest.mark.parametrize("size", Size)
def test_two_hundred_letters_of_ordinary_words_are_shown_in_full(size: Size) -> None:
    name = (
        f"{LONG}, Unit Layanan Keliling Kecamatan Muara Kaman dan Sekitarnya, "
        "Loket Perizinan Berusaha Berbasis Risiko Nomor Tiga Belas"
    )[:200]
    assert name in " ".join(one.words for one in texts(size, poster(name)))


@settings(deadline=None, max_examples=20)  # measuring long names takes as long as it takes
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_leaves_the_sheet_or_covers_its_neighbour(name: str, owner: str) -> None:
    lines = texts(Size.A5, poster(name, owner))
    assert all(one.width <= portrait.ROOM for one in lines)
    above = [one for one in lines if one.y < portrait.CODE_TOP]
    assert all(lower.y - upper.y >= lower.size * 0.9 for upper, lower in pairwise(above))
    assert above[-1].y < portrait.CODE_TOP


@settings(deadline=None, max_examples=20)  # measuring long names takes as long as it takes
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_leaves_the_card_or_covers_its_code(name: str, owner: str) -> None:
    code_ends = card.CODE_LEFT + card.CODE_SIDE
    for line in texts(Size.CARD, poster(name, owner)):
        assert line.left + line.width <= card.WIDTH - card.MARGIN
        assert line.left >= code_ends or line.y - line.size >= card.CODE_TOP + card.CODE_SIDE - 10


@pytest.mark.parametrize("size", Size)
@settings(deadline=None, max_examples=8)  # measuring long names takes as long as it takes
@given(name=st.text(min_size=1, max_size=200))
def test_a_name_moves_nothing_but_itself(size: Size, name: str) -> None:
    def fixed(said: str) -> list[Mark]:
        every, changing = list(SHEETS[size].marks(poster(said))), words_of(said)
        return [one for one in every if not (isinstance(one, Text) and one.words in changing)]

    def words_of(said: str) -> set[str]:
        return {one.words for one in texts(size, poster(said)) if one.face is Face.BOLD}

    assert fixed(name) == fixed("Puskesmas Melati")


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", ["Puskesmas Melati", "W" * 200, LONG])
def test_a_printer_may_leave_its_margins_white(size: Size, name: str) -> None:
    least = CARD_MARGIN if size is Size.CARD else PAPER_MARGIN
    assert min(margins(drawn(size, poster(name, name)), 300)) >= least


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("bot", ["b" * 5, "suaraloket_demo_bot", "b" * 32])
def test_the_code_keeps_four_white_modules_on_every_side(size: Size, bot: str) -> None:
    link = f"https://t.me/{bot}?start={'A' * 32}"
    said = poster("W" * 200, "W" * 200, link=link)
    code = code_of(size, said)
    page = drawn(size, said)
    scale = page.width / SHEETS[size].units[0]
    left, top, side = (round(one * scale) for one in (code.x, code.y, code.side))
    module = side // code.modules
    dark = page.crop((left, top, left + side, top + side)).point(lambda one: 255 * (one < 200))
    inked = dark.getbbox()
    assert inked is not None
    assert min(inked[0], inked[1], side - inked[2], side - inked[3]) >= QUIET * module
    assert inked[2] - inked[0] == len(code.rows) * module


def test_a_short_name_is_larger_than_a_long_one() -> None:
    short, long = fitted("Samsat", ROOM), fitted(LONG, ROOM)
    assert short.size == 150
    assert 60 <= long.size < 150
    assert " ".join(long.lines) == LONG


def test_the_lines_of_a_name_are_about_as_long() -> None:
    room = Room(width=1400, height=400, size=100, least=100)
    first, second = fitted("satu dua tiga empat lima enam", room).lines
    assert abs(len(first) - len(second)) <= 4


def test_a_name_that_cannot_fit_is_cut_with_an_ellipsis() -> None:
    room = Room(width=500, height=150, size=150, least=60)
    text = fitted("W" * 200, room)
    assert text.lines[-1].endswith("…")
    assert len(text.lines) * leading(text.size) <= 150


def test_the_sheet_says_what_to_do_in_three_steps() -> None:
    said = [one.words for one in texts(Size.A5, poster())]
    assert "Pindai kode ini dengan kamera HP" in said
    assert "Telegram terbuka, tekan MULAI" in said
    assert "Jawab 14 pertanyaan, sekitar 2 menit" in said
    assert "Dijawab sendiri, tidak perlu nama" in said


@pytest.mark.parametrize("size", Size)
def test_whoever_cannot_scan_is_told_whom_to_write_what(size: Size) -> None:
    said = [one.words for one in texts(size, poster())]
    assert "/start AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i" in said
    assert any("@suaraloket_demo_bot" in one for one in said)


@pytest.mark.parametrize("size", Size)
def test_the_small_print_names_lokus_period_version_and_serial(size: Size) -> None:
    small = [one.words for one in texts(size, poster())][-1]
    assert small == "pkm-melati · periode 2026 · F-03 versi 2023061901 · no. 1-3f9a2c"


@pytest.mark.parametrize("size", Size)
def test_the_same_poster_is_the_same_file(size: Size) -> None:
    sheet = SHEETS[size]
    assert png(sheet, poster()) == png(sheet, poster())
    assert svg(sheet, poster()) == svg(sheet, poster())
    assert pdf(size, [poster()], "x") == pdf(size, [poster()], "x")


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        (Size.A4, (2480, 3508)),
        (Size.A5, (1748, 2480)),
        (Size.A6, (1240, 1748)),
        (Size.CARD, (1004, 650)),
    ],
)
def test_a_picture_has_three_hundred_dots_to_the_inch(size: Size, pixels: tuple[int, int]) -> None:
    assert drawn(size, poster()).size == pixels
