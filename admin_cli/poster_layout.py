"""Where everything stands on a poster: A5 upright, in pixels of 1/300 inch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from admin_cli.poster_text import fitted, leading

WIDTH, HEIGHT = 1748, 2480
MILLIMETRES = (148, 210)
MARGIN = 130
ROOM = WIDTH - 2 * MARGIN
CODE_TOP, CODE_SIDE = 790, 1100
QUIET = 4  # modules of white that readers need around a code

ASKED = "Bagaimana pelayanan di sini?"
PROMISE = "Dijawab sendiri. Tanpa nama."
STEPS = (
    "1.  Pindai kode ini dengan kamera HP",
    "2.  Telegram terbuka, tekan MULAI",
    "3.  Jawab {items} pertanyaan, sekitar 2 menit",
)


@dataclass(frozen=True, slots=True)
class Poster:
    """What one poster says; `items` is how many answers the form asks for."""

    lokus: str
    lokus_name: str
    instansi_name: str
    link: str
    items: int

    @property
    def address(self) -> str:
        """The bot's address without the payload, which nobody would type."""
        return self.link.partition("?")[0].removeprefix("https://")


@dataclass(frozen=True, slots=True)
class Text:
    """One line; `y` is its baseline."""

    words: str
    x: int
    y: int
    size: int
    anchor: Literal["start", "middle", "end"] = "middle"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code; `x` and `y` are the corner of its first module, inside the quiet zone."""

    rows: Sequence[Sequence[bool]]
    x: int
    y: int
    module: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the sheet."""

    y: int
    thickness: int = 3


Mark = Text | Code | Rule


def marks(poster: Poster) -> Iterator[Mark]:
    """Everything to draw, top to bottom."""
    yield Text(ASKED, WIDTH // 2, 200, 64)
    for line in _block(poster.lokus_name, top=240, height=390, size=150, least=62):
        yield replace(line, is_bold=True)
    yield from _block(poster.instansi_name, top=640, height=110, size=60, least=40)
    yield Rule(CODE_TOP - 20)
    yield code(poster.link)
    yield from _steps(poster.items)
    yield Text(PROMISE, WIDTH // 2, 2280, 70, is_bold=True)
    yield Rule(2340)
    yield from _footer(poster)


def code(link: str) -> Code:
    """The link as a QR code in the largest whole modules that leave the quiet zone free."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    drawing.add_data(link)
    rows = drawing.get_matrix()
    module = CODE_SIDE // (len(rows) + 2 * QUIET)
    inset = (CODE_SIDE - module * len(rows)) // 2
    return Code(rows, (WIDTH - CODE_SIDE) // 2 + inset, CODE_TOP + inset, module)


def _block(name: str, *, top: int, height: int, size: int, least: int) -> Iterator[Text]:
    """Lines in the middle of their block, so that the code below never moves."""
    text = fitted(name, room=ROOM, height=height, size=size, least=least)
    step = leading(text.size)
    first = top + (height - step * len(text.lines)) // 2 + round(text.size * 0.92)
    for number, line in enumerate(text.lines):
        yield Text(line, WIDTH // 2, first + number * step, text.size)


def _steps(items: int) -> Iterator[Text]:
    for number, step in enumerate(STEPS):
        words = step.format(items=items)
        yield Text(words, (WIDTH - CODE_SIDE) // 2 + 40, 1960 + number * 92, 58, "start")


def _footer(poster: Poster) -> Iterator[Text]:
    lokus = fitted(poster.lokus, room=ROOM // 2, height=45, size=38, least=30)
    yield Text(poster.address, MARGIN, 2400, 38, "start")
    yield Text("".join(lokus.lines), WIDTH - MARGIN, 2400, lokus.size, "end")
