"""Posters are read by two readers written by others, in every size and kind of file."""

import subprocess
from pathlib import Path

import pytest

from admin_cli.poster.format import Size
from admin_cli.poster.pdf import pdf
from admin_cli.poster.png import png
from admin_cli.poster.sheet import SHEETS
from admin_cli.poster.svg import svg
from tests.admin_cli.posters import LINK, LONG, NAMES, poster
from tests.posters.readers import by_opencv, by_zbar, pages

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


@pytest.mark.parametrize("size", Size)
def test_two_readers_find_the_link_in_the_picture(size: Size, tmp_path: Path) -> None:
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(SHEETS[size], poster(LONG, LONG)))
    assert (by_zbar(picture), by_opencv(picture)) == (LINK, LINK)


@pytest.mark.parametrize("size", [Size.A4, Size.A5, Size.A6])
def test_two_readers_find_the_link_in_the_printed_page(size: Size, tmp_path: Path) -> None:
    document = tmp_path / "poster.pdf"
    document.write_bytes(pdf(size, [poster(LONG, LONG)], "poster"))
    (page,) = pages(document, 150)
    assert (by_zbar(page), by_opencv(page)) == (LINK, LINK)


def test_each_of_the_ten_cards_on_a_sheet_is_read(tmp_path: Path) -> None:
    document = tmp_path / "cards.pdf"
    document.write_bytes(pdf(Size.CARD, [poster()], "cards"))
    (page,) = pages(document)
    assert by_zbar(page).split() == [LINK] * 10


@pytest.mark.parametrize("name", NAMES)
def test_no_name_hides_the_code(name: str, tmp_path: Path) -> None:
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(SHEETS[Size.A6], poster(name, name)))
    assert by_zbar(picture) == LINK


def test_the_link_is_found_in_the_svg_as_a_browser_draws_it(tmp_path: Path) -> None:
    drawing, picture = tmp_path / "poster.svg", tmp_path / "shot.png"
    drawing.write_bytes(svg(SHEETS[Size.A5], poster(NAMES[2], NAMES[3])))
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    shot = [*CHROMIUM, profile, f"--screenshot={picture}", drawing.as_uri()]
    subprocess.run(shot, capture_output=True, check=True, timeout=60)
    assert by_zbar(picture) == LINK


def test_the_longest_name_a_bot_may_have_still_fits_the_code(tmp_path: Path) -> None:
    link = f"https://t.me/{'b' * 32}?start={'A' * 64}"
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(SHEETS[Size.CARD], poster(link=link)))
    assert by_zbar(picture) == link
