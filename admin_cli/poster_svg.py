"""A poster as an SVG: vectors only, so it prints at any size."""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from admin_cli.poster_layout import (
    HEIGHT,
    MARGIN,
    MILLIMETRES,
    WIDTH,
    Code,
    Mark,
    Poster,
    Rule,
    Text,
    marks,
)
from admin_cli.poster_text import cleaned, width

_FACES = "Aileron, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def svg(poster: Poster) -> bytes:
    """The same poster gives the same bytes."""
    return "\n".join([*_head(poster), *map(_drawn, marks(poster)), "</svg>\n"]).encode()


def _head(poster: Poster) -> Iterator[str]:
    wide, high = MILLIMETRES
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family={quoteattr(_FACES)}>'
    )
    yield f"<title>{escape(cleaned(poster.lokus_name))}</title>"
    yield '<rect width="100%" height="100%" fill="#fff"/>'


def _drawn(mark: Mark) -> str:
    match mark:
        case Text():
            return _text(mark)
        case Code():
            return f'<path shape-rendering="crispEdges" d="{"".join(_runs(mark))}"/>'
        case Rule():
            return (
                f'<rect x="{MARGIN}" y="{mark.y}" width="{WIDTH - 2 * MARGIN}" '
                f'height="{mark.thickness}"/>'
            )


def _text(text: Text) -> str:
    """`textLength` keeps the line as wide as measured, whatever face the reader has."""
    weight = ' font-weight="700"' if text.is_bold else ""
    return (
        f'<text x="{text.x}" y="{text.y}" font-size="{text.size}" text-anchor="{text.anchor}"'
        f'{weight} textLength="{width(text.words, text.size):.0f}" '
        f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(text.words)}</text>'
    )


def _runs(code: Code) -> Iterator[str]:
    """Neighbouring dark modules of a row as one box."""
    side = code.module
    for y, row in enumerate(code.rows):
        for is_dark, run in groupby(enumerate(row), key=lambda cell: cell[1]):
            cells = [x for x, _ in run]
            if is_dark:
                long = len(cells) * side
                corner = f"M{code.x + cells[0] * side} {code.y + y * side}"
                yield f"{corner}h{long}v{side}h-{long}z"
