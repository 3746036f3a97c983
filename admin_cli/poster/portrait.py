"""Where everything stands on an upright sheet: A5, from which A4 and A6 are scaled."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from admin_cli.poster import words
from admin_cli.poster.faces import Face
from admin_cli.poster.logo import Logo
from admin_cli.poster.marks import Bar, Box, Disc, Mark, Picture, Text, block, code
from admin_cli.poster.words import Poster

WIDTH, HEIGHT = 1748, 2480  # of which A6 and A4, being rounded, leave away the last few
MARGIN = 176  # 10 mm are left of it on A6
ROOM = WIDTH - 2 * MARGIN
_MIDDLE = WIDTH / 2

_HEAD_TOP, _HEAD_HEIGHT = MARGIN, 140
_LOGO_WIDTH, _LOGO_GAP = 420, 40
_NAME = Box(MARGIN, 378, ROOM, 252)
_LOWER = 72  # the room a line of validity takes from the name
CODE_TOP, CODE_SIDE = 722, 1040
_STEPS_TOP, _STEP = 1828, 84
_BAND = Box(MARGIN, 2050, ROOM, 100)


def portrait(poster: Poster) -> Iterator[Mark]:
    """Everything to draw, top to bottom."""
    yield from _head(poster)
    yield Bar(Box(MARGIN, 336, ROOM, 4))
    yield from _asked(poster)
    yield code(poster.link, _MIDDLE - CODE_SIDE / 2, CODE_TOP, CODE_SIDE)
    yield from _steps(poster.form.items)
    yield from _promise()
    yield from _foot(poster)


def _asked(poster: Poster) -> Iterator[Mark]:
    """Which lokus, what about it, and until when."""
    lower = _LOWER if poster.validity else 0
    name = replace(_NAME, height=_NAME.height - lower)
    yield from block(poster.lokus_name, name, (126, 42), Face.BOLD, "middle")
    yield Text(words.ASKED, _MIDDLE, 698 - lower, 68, anchor="middle")
    if poster.validity:
        yield Text(poster.validity, _MIDDLE, 704, 52, Face.BOLD, "middle")


def _head(poster: Poster) -> Iterator[Mark]:
    """The name of the instansi; with a logo, both together stand in the middle."""
    if poster.logo is None:
        box = Box(MARGIN, _HEAD_TOP, ROOM, _HEAD_HEIGHT)
        yield from block(poster.instansi_name, box, (58, 32), Face.REGULAR, "middle")
    else:
        yield from _headed(poster.instansi_name, poster.logo)


def _headed(name: str, logo: Logo) -> Iterator[Mark]:
    wide, high = logo.within(_LOGO_WIDTH, _HEAD_HEIGHT)
    used = wide + _LOGO_GAP
    box = Box(MARGIN + used, _HEAD_TOP, ROOM - used, _HEAD_HEIGHT)
    lines = block(name, box, (58, 32), Face.REGULAR, "start")
    longest = max((line.width for line in lines), default=0)
    shift = (box.width - longest) / 2
    top = _HEAD_TOP + (_HEAD_HEIGHT - high) / 2
    yield Picture(logo, Box(MARGIN + shift, top, wide, high))
    for line in lines:
        yield replace(line, x=line.x + shift)


def _steps(items: int) -> Iterator[Mark]:
    lines = [Text(step.format(items=items), 0, 0, 54) for step in words.STEPS]
    left = _MIDDLE - (max(line.width for line in lines) + 90) / 2
    for number, line in enumerate(lines):
        y = _STEPS_TOP + number * _STEP
        yield Disc(left + 30, y - 19, 30)
        yield Text(str(number + 1), left + 30, y - 4, 42, Face.BOLD, "middle", is_white=True)
        yield replace(line, x=left + 90, y=y)


def _promise() -> Iterator[Mark]:
    yield Bar(_BAND, 20)
    said = " ".join(words.PROMISE)
    yield Text(said, _MIDDLE, _BAND.y + 70, 60, Face.BOLD, "middle", is_white=True)


def _foot(poster: Poster) -> Iterator[Mark]:
    lines: Sequence[tuple[str, float, int, Face]] = (
        (words.CANNOT_SCAN.format(bot=poster.bot), 2174, 32, Face.REGULAR),
        (poster.typed, 2214, 36, Face.TYPED),
        (poster.small_print, 2260, 26, Face.REGULAR),
    )
    for said, top, size, face in lines:
        box = Box(MARGIN, top, ROOM, size * 1.2)
        yield from block(said, box, (size, 14), face, "middle")
