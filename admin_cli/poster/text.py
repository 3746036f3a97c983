"""Text on a poster: measured, wrapped and shrunk until it fits, whatever the name is."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from admin_cli.poster.faces import Face, width

ELLIPSIS = "…"
_SHRINK = 0.92


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size that stay within the width they were fitted to."""

    lines: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Room:
    """What a text may take: `size` is the largest it may be set in, `least` the smallest."""

    width: float
    height: float
    size: int
    least: int
    face: Face = Face.REGULAR

    def holds(self, line: str, size: int) -> bool:
        """Whether a line stays within the width."""
        return width(line, size, self.face) <= self.width


def cleaned(name: str) -> str:
    r"""One line without control characters, which neither paper nor XML can hold.

    >>> cleaned(" Puskesmas\tMelati\x00 ")
    'Puskesmas Melati'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def leading(size: int) -> int:
    """From one baseline to the next."""
    return round(size * 1.18)


def fitted(text: str, room: Room) -> Fitted:
    """The largest size, down to the least, at which the text stays within its room."""
    words = cleaned(text)
    for size in _sizes(room):
        lines = _wrapped(words, room, size)
        if lines is not None and len(lines) * leading(size) <= room.height:
            return Fitted(tuple(_evened(words, room, size, lines)), size)
    return Fitted(tuple(_forced(words, room, room.least)), room.least)


def _sizes(room: Room) -> Iterator[int]:
    size = room.size
    while size > room.least:
        yield size
        size = int(size * _SHRINK)
    yield room.least


def _wrapped(words: str, room: Room, size: int) -> list[str] | None:
    """Break between words only; None when one word alone is too wide."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if room.holds(longer, size):
            lines[-1] = longer
        elif room.holds(word, size):
            lines.append(word)
        else:
            return None
    return lines


def _evened(words: str, room: Room, size: int, lines: list[str]) -> list[str]:
    """As many lines in the least width: no word stands alone on the last one."""
    least, most = 0.0, room.width
    while most - least > size / 4:
        middle = (least + most) / 2
        narrower = _wrapped(words, replace(room, width=middle), size)
        if narrower is None or len(narrower) > len(lines):
            least = middle
        else:
            most, lines = middle, narrower
    return lines


def _forced(words: str, room: Room, size: int) -> list[str]:
    """Break anywhere, and cut what is still too long."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < room.height // leading(size):
        length = _longest(rest, room, size)
        lines.append(rest[:length].strip())
        rest = rest[length:].strip()
    return [*lines[:-1], _cut(lines[-1], room, size)] if rest else lines


def _cut(line: str, room: Room, size: int) -> str:
    while not room.holds(line + ELLIPSIS, size):
        line = line[:-1]
    return line + ELLIPSIS


def _longest(text: str, room: Room, size: int) -> int:
    """How many letters fit on a line, ending at a space if there is one; at least one letter."""
    lengths = range(1, len(text) + 1)
    fitting = bisect_left(lengths, 1, key=lambda length: not room.holds(text[:length], size))
    length = max(1, fitting)
    space = text.rfind(" ", 0, length + 1)
    return space if 0 < space < length < len(text) else length
