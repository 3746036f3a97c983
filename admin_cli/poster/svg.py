"""A poster as an SVG: vectors only, so it prints at any size."""

import base64
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from admin_cli.poster.faces import Face
from admin_cli.poster.marks import Bar, Code, Disc, Mark, Picture, Text
from admin_cli.poster.sheet import Sheet
from admin_cli.poster.text import cleaned
from admin_cli.poster.words import Poster

_FACES = {
    Face.REGULAR: "",
    Face.BOLD: ' font-weight="700"',
    Face.TYPED: " font-family=\"'DejaVu Sans Mono', Consolas, Menlo, monospace\"",
}
_FAMILY = "'DejaVu Sans', Verdana, Arial, sans-serif"


def svg(sheet: Sheet, poster: Poster) -> bytes:
    """The same poster gives the same bytes."""
    drawn = map(_drawn, sheet.marks(poster))
    return "\n".join([*_head(sheet, poster), *drawn, "</svg>\n"]).encode()


def _head(sheet: Sheet, poster: Poster) -> Iterator[str]:
    (wide, high), (width, height) = sheet.paper, sheet.units
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" '
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(_FAMILY)}>'
    )
    yield f"<title>{escape(cleaned(poster.lokus_name))}</title>"
    yield '<rect width="100%" height="100%" fill="#fff"/>'


def _drawn(mark: Mark) -> str:
    match mark:
        case Text():
            return _text(mark)
        case Code():
            return _code(mark)
        case Bar(box, radius):
            place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
            return f'<rect {place} rx="{radius:g}"/>'
        case Disc(x, y, radius):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
        case Picture():
            return _picture(mark)


def _text(text: Text) -> str:
    """`textLength` keeps the line as wide as measured, whatever face the reader has."""
    ink = ' fill="#fff"' if text.is_white else ""
    return (
        f'<text x="{text.x:.1f}" y="{text.y:.1f}" font-size="{text.size}" '
        f'text-anchor="{text.anchor}"{_FACES[text.face]}{ink} textLength="{text.width:.0f}" '
        f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(text.words)}</text>'
    )


def _code(code: Code) -> str:
    path = "".join(f"M{x} {y}h{long}v1h-{long}z" for x, y, long in code.runs())
    place = f"translate({code.x:g} {code.y:g}) scale({code.side / code.modules:.5f})"
    return f'<path shape-rendering="crispEdges" transform="{place}" d="{path}"/>'


def _picture(picture: Picture) -> str:
    box = picture.box
    data = base64.b64encode(picture.logo.png).decode()
    return (
        f'<image x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" href="data:image/png;base64,{data}"/>'
    )
