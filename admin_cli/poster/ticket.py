"""Where everything stands on a one-time ticket: 95 x 39 mm, in units of 1/300 inch."""

from collections.abc import Iterator
from dataclasses import dataclass

from admin_cli.poster.faces import Face
from admin_cli.poster.marks import Box, Mark, Text, block, code

PAPER = (95, 39)  # millimetres
WIDTH, HEIGHT = 1122, 461
CODE_SIDE = 425  # 36 mm with its quiet zone
_CODE_LEFT, _CODE_TOP = 14, 18
_LEFT, _RIGHT = 452, WIDTH - 30
_ROOM = _RIGHT - _LEFT

ASKED = "Bagaimana layanan kami?"
SAID = ("Pindai, jawab sendiri, ±2 menit.", "Tidak perlu nama.")
ONCE = "Untuk satu orang · s.d. {day}"
NUMBER = "No. {number}"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one ticket says; `until` is a date in words."""

    link: str
    number: str
    lokus_name: str
    until: str


def ticket(one: Ticket) -> Iterator[Mark]:
    """The code on the left, what to do with it on the right."""
    yield code(one.link, _CODE_LEFT, _CODE_TOP, CODE_SIDE)
    lines = (
        (one.lokus_name, 30, 118, (44, 16), Face.BOLD),
        (ASKED, 158, 50, (40, 20), Face.BOLD),
        (SAID[0], 212, 42, (33, 18), Face.REGULAR),
        (SAID[1], 254, 42, (33, 18), Face.REGULAR),
        (ONCE.format(day=one.until), 322, 40, (28, 16), Face.REGULAR),
    )
    for said, top, high, sizes, face in lines:
        yield from block(said, Box(_LEFT, top, _ROOM, high), sizes, face, "start")
    yield Text(NUMBER.format(number=one.number), _RIGHT, 418, 26, Face.TYPED, "end")
