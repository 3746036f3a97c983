"""Where everything stands on a card to hand out: 85 x 55 mm, in units of 1/300 inch."""

from collections.abc import Iterator
from dataclasses import replace

from admin_cli.poster import words
from admin_cli.poster.faces import Face
from admin_cli.poster.marks import Bar, Box, Disc, Mark, Picture, Text, block, code
from admin_cli.poster.words import Poster

WIDTH, HEIGHT = 1004, 650
MARGIN = 60  # 5 mm
CODE_LEFT, CODE_TOP, CODE_SIDE = 20, 20, 490
_LEFT, _ROOM = 520, WIDTH - MARGIN - 520
_LOGO = 60
_LOWER = 34  # the room a line of validity takes from the name
_STEPS_TOP, _STEP = 310, 37
_BAND = Box(_LEFT, 400, _ROOM, 70)


def card(poster: Poster) -> Iterator[Mark]:
    """The code on the left, what to do with it on the right, what to type below."""
    yield code(poster.link, CODE_LEFT, CODE_TOP, CODE_SIDE)
    yield from _head(poster)
    lower = _LOWER if poster.validity else 0
    name = Box(_LEFT, MARGIN + 68, _ROOM, 148 - lower)
    yield from block(poster.lokus_name, name, (48, 18), Face.BOLD, "start")
    valid = Box(_LEFT, name.y + name.height, _ROOM, lower)
    yield from block(poster.validity, valid, (24, 14), Face.BOLD, "start") if lower else ()
    yield from _steps(poster.form.items)
    yield from _promise()
    yield from _foot(poster)


def _head(poster: Poster) -> Iterator[Mark]:
    used = 0.0
    if poster.logo is not None:
        wide, high = poster.logo.within(_ROOM / 3, _LOGO)
        used = wide + 14
        yield Picture(poster.logo, Box(_LEFT, MARGIN + (_LOGO - high) / 2, wide, high))
    box = Box(_LEFT + used, MARGIN, _ROOM - used, _LOGO)
    yield from block(poster.instansi_name, box, (23, 14), Face.REGULAR, "start")


def _steps(items: int) -> Iterator[Mark]:
    for number, step in enumerate(words.SHORT_STEPS):
        y = _STEPS_TOP + number * _STEP
        yield Disc(_LEFT + 15, y - 8, 15)
        yield Text(str(number + 1), _LEFT + 15, y, 21, Face.BOLD, "middle", is_white=True)
        yield Text(step.format(items=items), _LEFT + 44, y, 24)


def _promise() -> Iterator[Mark]:
    yield Bar(_BAND, 10)
    said = Text("", _BAND.x + _BAND.width / 2, 0, 24, Face.BOLD, "middle", is_white=True)
    for number, line in enumerate(words.PROMISE):
        yield replace(said, words=line, y=_BAND.y + 29 + number * 29)


def _foot(poster: Poster) -> Iterator[Mark]:
    lines = (
        (words.SHORT_CANNOT_SCAN.format(bot=poster.bot), 514, 17, Face.REGULAR),
        (poster.typed, 537, 20, Face.TYPED),
        (poster.small_print, 568, 14, Face.REGULAR),
    )
    for said, top, size, face in lines:
        box = Box(MARGIN, top, WIDTH - 2 * MARGIN, size * 1.2)
        yield from block(said, box, (size, 10), face, "start")
