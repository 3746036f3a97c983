"""Posters: an independent reader finds the link, and no name breaks the sheet."""

import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin_cli import poster_layout as layout
from admin_cli.poster_layout import Code, Poster, Text, marks
from admin_cli.poster_png import png
from admin_cli.poster_svg import svg
from admin_cli.poster_text import fitted, leading, width

LINK = "https://t.me/suaraloket_demo_bot?start=AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i"
LONG = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten Kutai Kartanegara"
NAMES = [
    "Puskesmas Melati",
    LONG,
    '<&">' * 50,
    "W" * 200,
    "i" * 200,
    "kata " * 40,
    "Jum’at é ñ – ½",
    "]]></svg><script>",
    "satu\x00dua\u202eagit\u2028x",
    "",
]
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=560,794",
    "--force-device-scale-factor=2",
]


def poster(name: str = "Puskesmas Melati", owner: str = "Pemerintah Kota Contoh") -> Poster:
    return Poster("pkm-melati", name, owner, LINK, 14)


def seen(picture: Path) -> str:
    """What zbar, a reader written by others, finds in a picture."""
    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def texts(of: Poster) -> list[Text]:
    return [mark for mark in marks(of) if isinstance(mark, Text)]


@pytest.mark.parametrize("name", NAMES)
def test_an_independent_reader_finds_the_link_on_the_sheet(name: str, tmp_path: Path) -> None:
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(poster(name, name)))
    assert seen(picture) == LINK


def test_an_independent_reader_finds_the_link_in_the_rendered_svg(tmp_path: Path) -> None:
    drawing, picture = tmp_path / "poster.svg", tmp_path / "shot.png"
    drawing.write_bytes(svg(poster(NAMES[2], NAMES[3])))
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    shot = [*CHROMIUM, profile, f"--screenshot={picture}", drawing.as_uri()]
    subprocess.run(shot, capture_output=True, check=True, timeout=60)
    assert seen(picture) == LINK


def test_the_longest_name_a_bot_may_have_still_fits_the_code(tmp_path: Path) -> None:
    link = f"https://t.me/{'b' * 32}?start={'A' * 64}"
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(Poster("x" * 40, LONG, LONG, link, 14)))
    assert seen(picture) == link


@pytest.mark.parametrize("name", NAMES)
def test_the_svg_is_well_formed_and_says_the_same_as_the_png(name: str) -> None:
    root = ET.fromstring(svg(poster(name)))
    said = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert said == [one.words for one in texts(poster(name))]


@pytest.mark.parametrize("name", ["Puskesmas Melati", LONG, '<&"> satu', "Jum’at é ñ – ½"])
def test_a_name_that_fits_is_shown_in_full(name: str) -> None:
    assert name in " ".join(one.words for one in texts(poster(name)))


@settings(deadline=None, max_examples=50)  # measuring long names takes as long as it takes
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_leaves_the_sheet_or_covers_its_neighbour(name: str, owner: str) -> None:
    lines = texts(poster(name, owner))
    assert all(width(one.words, one.size) <= layout.ROOM for one in lines)
    above = [one for one in lines if one.y < layout.CODE_TOP]
    assert all(lower.y - upper.y >= lower.size * 0.9 for upper, lower in pairwise(above))
    assert above[-1].y < layout.CODE_TOP - 20


@settings(deadline=None, max_examples=50)  # measuring long names takes as long as it takes
@given(st.text(min_size=1, max_size=200))
def test_a_name_moves_nothing_below_it(name: str) -> None:
    below = [one for one in texts(poster(name, name)) if one.y > layout.CODE_TOP]
    assert below == [one for one in texts(poster()) if one.y > layout.CODE_TOP]


def test_the_code_keeps_four_white_modules_on_every_side() -> None:
    (code,) = [mark for mark in marks(poster()) if isinstance(mark, Code)]
    quiet = 4 * code.module
    bottom = code.y + code.module * len(code.rows)
    around = [one for one in texts(poster()) if one.y - one.size < bottom + quiet]
    assert code.y - quiet >= layout.CODE_TOP
    assert max(one.y for one in around) < code.y - quiet
    assert code.x - quiet >= layout.MARGIN


def test_a_short_name_is_larger_than_a_long_one() -> None:
    short = fitted("Samsat", room=1000, height=400, size=150, least=60)
    long = fitted(LONG, room=1000, height=400, size=150, least=60)
    assert short.size == 150
    assert 60 <= long.size < 150
    assert " ".join(long.lines) == LONG


def test_a_name_that_cannot_fit_is_cut_with_an_ellipsis() -> None:
    text = fitted("W" * 200, room=500, height=150, size=150, least=60)
    assert text.lines[-1].endswith("…")
    assert len(text.lines) * leading(text.size) <= 150


def test_the_sheet_says_what_to_do_in_three_steps() -> None:
    said = [one.words for one in texts(poster())]
    assert "3.  Jawab 14 pertanyaan, sekitar 2 menit" in said
    assert "Dijawab sendiri. Tanpa nama." in said
    assert "t.me/suaraloket_demo_bot" in said
    assert not any("start=" in one for one in said)


def test_the_same_poster_is_the_same_file() -> None:
    assert png(poster()) == png(poster())
    assert svg(poster()) == svg(poster())
