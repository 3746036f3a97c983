"""Rotating posters say until when they are good, and are read as well as the others."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from admin_cli.poster import card, portrait
from admin_cli.poster.format import Size
from admin_cli.poster.png import png
from admin_cli.poster.sheet import SHEETS
from tests.admin_cli.posters import LINK, LONG, code_of, poster, texts
from tests.posters.readers import by_opencv, by_zbar

WIDEST = "Berlaku 30 September – 6 Desember 2026"


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", ["Puskesmas Melati", LONG, "W" * 200])
def test_the_validity_stands_between_the_name_and_the_code(size: Size, name: str) -> None:
    said = poster(name, name, validity=WIDEST)
    lines = texts(size, said)
    assert WIDEST in " ".join(one.words for one in lines)
    code = code_of(size, said)
    assert code == code_of(size, poster(name, name))
    beside = [one for one in lines if one.left >= code.x + code.side or one.y <= code.y]
    assert all(one.y - one.size >= code.y + code.side - 10 for one in lines if one not in beside)


def test_no_line_of_a_sheet_covers_another() -> None:
    lines = [
        one
        for one in texts(Size.A5, poster(LONG, LONG, validity=WIDEST))
        if one.y < portrait.CODE_TOP
    ]
    assert all(lower.y - upper.y >= lower.size * 0.9 for upper, lower in pairwise(lines))
    assert all(one.width <= portrait.ROOM for one in lines)


@pytest.mark.parametrize("name", ["Puskesmas Melati", LONG, "W" * 200])
def test_no_line_of_a_card_covers_another(name: str) -> None:
    lines = [
        one
        for one in texts(Size.CARD, poster(name, LONG, validity=WIDEST))
        if one.left > card.CODE_LEFT + card.CODE_SIDE and not one.is_white
    ]
    rows = sorted({one.y: one.size for one in lines}.items())
    assert all(lower[0] - upper[0] >= lower[1] * 0.9 for upper, lower in pairwise(rows))


@pytest.mark.parametrize("size", Size)
def test_a_poster_for_good_says_nothing_of_weeks(size: Size) -> None:
    said = " ".join(one.words for one in texts(size, poster()))
    assert "Berlaku" not in said


@pytest.mark.parametrize("size", Size)
def test_two_readers_find_the_link_of_a_rotating_poster(size: Size, tmp_path: Path) -> None:
    picture = tmp_path / "poster.png"
    picture.write_bytes(png(SHEETS[size], replace(poster(LONG, LONG), validity=WIDEST)))
    assert (by_zbar(picture), by_opencv(picture)) == (LINK, LINK)
