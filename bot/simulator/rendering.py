"""Text and entities as HTML that is safe to put into the page."""

import html
from itertools import pairwise

from bot.simulator.refusals import Json
from bot.simulator.utf16 import cut, units

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
LINKS = ("http://", "https://")


def render(text: str, entities: list[Json]) -> str:
    """Only b, i, u, s, code, pre, blockquote, a, br and the spoiler's span ever come out.

    >>> render("a<b", [{"type": "bold", "offset": 0, "length": 1}])
    '<b>a</b>&lt;b'
    """
    marks = [_Mark(entity, text) for entity in entities]
    edges = sorted({0, units(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    written: list[str] = []
    stack: list[_Mark] = []
    for start, end in pairwise(edges):
        reopened = _close(stack, start, written)
        for mark in [*reopened, *(mark for mark in marks if mark.start == start)]:
            written.append(mark.opening)
            stack.append(mark)
        written.append(_escaped(cut(text, start, end)))
    written.extend(mark.closing for mark in reversed(stack))
    return "".join(written)


class _Mark:
    def __init__(self, entity: Json, text: str) -> None:
        self.start = int(entity["offset"])
        self.end = self.start + int(entity["length"])
        self.opening, self.closing = _tags(entity, cut(text, self.start, self.end))


def _tags(entity: Json, covered: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "spoiler":
        return '<span class="tg-spoiler">', "</span>"
    url = str(entity.get("url") or (covered if kind == "url" else ""))
    if url.lower().startswith(LINKS):
        return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return "", ""


def _close(stack: list[_Mark], at: int, written: list[str]) -> list[_Mark]:
    """Close what ends here; what only overlaps is closed too and given back to be reopened."""
    reopened: list[_Mark] = []
    while any(mark.end <= at for mark in stack):
        top = stack.pop()
        written.append(top.closing)
        if top.end > at:
            reopened.insert(0, top)
    return reopened


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
