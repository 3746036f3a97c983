"""Text on a poster: measured, wrapped and shrunk until it fits, whatever the name is."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

ELLIPSIS = "…"
_SHRINK = 0.92


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size that stay within the width they were fitted to."""

    lines: tuple[str, ...]
    size: int


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The face that comes with Pillow: no font file to find on the machine."""
    return ImageFont.load_default(size)


def width(text: str, size: int) -> float:
    """How wide a line is in pixels."""
    return float(font(size).getlength(text))


def cleaned(name: str) -> str:
    r"""One line without control characters, which neither paper nor XML can hold.

    >>> cleaned(" Puskesmas\tMelati\x00 ")
    'Puskesmas Melati'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def leading(size: int) -> int:
    """From one baseline to the next."""
    return round(size * 1.18)


def fitted(text: str, *, room: int, height: int, size: int, least: int) -> Fitted:
    """The largest size, down to `least`, at which the text stays within `room` and `height`."""
    words = cleaned(text)
    while size > least:
        lines = _wrapped(words, room, size)
        if lines is not None and len(lines) * leading(size) <= height:
            return Fitted(tuple(lines), size)
        size = max(least, int(size * _SHRINK))
    return Fitted(tuple(_forced(words, room, size, height // leading(size))), size)


def _wrapped(words: str, room: int, size: int) -> list[str] | None:
    """Break between words only; None when one word alone is too wide."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room:
            lines[-1] = longer
        elif width(word, size) <= room:
            lines.append(word)
        else:
            return None
    return lines


def _forced(words: str, room: int, size: int, most_lines: int) -> list[str]:
    """Break anywhere, and cut what is still too long."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most_lines:
        length = _longest(rest, room, size)
        lines.append(rest[:length].strip())
        rest = rest[length:].strip()
    return [*lines[:-1], _cut(lines[-1], room, size)] if rest else lines


def _cut(line: str, room: int, size: int) -> str:
    while width(line + ELLIPSIS, size) > room:
        line = line[:-1]
    return line + ELLIPSIS


def _longest(text: str, room: int, size: int) -> int:
    """How many letters fit on a line, ending at a space if there is one; at least one letter."""
    lengths = range(1, len(text) + 1)
    fitting = bisect_left(lengths, 1, key=lambda length: width(text[:length], size) > room)
    length = max(1, fitting)
    space = text.rfind(" ", 0, length + 1)
    return space if 0 < space < length < len(text) else length
