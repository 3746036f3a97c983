"""A poster as a PNG of 300 dpi, for the office printer."""

import io

from PIL import Image, ImageDraw

from admin_cli.poster_layout import HEIGHT, MARGIN, WIDTH, Code, Mark, Poster, Rule, Text, marks
from admin_cli.poster_text import font

_BLACK, _WHITE = 0, 255
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_BOLD = 40  # the face has one weight: bold is a stroke of this fraction of its size


def png(poster: Poster) -> bytes:
    """The same poster gives the same bytes."""
    image = Image.new("L", (WIDTH, HEIGHT), _WHITE)
    pen = ImageDraw.Draw(image)
    for mark in marks(poster):
        _draw(pen, mark)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(300, 300))
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    match mark:
        case Text():
            _draw_text(pen, mark)
        case Code():
            _draw_code(pen, mark)
        case Rule():
            box = (MARGIN, mark.y, WIDTH - MARGIN, mark.y + mark.thickness - 1)
            pen.rectangle(box, fill=_BLACK)


def _draw_text(pen: ImageDraw.ImageDraw, text: Text) -> None:
    stroke = text.size / _BOLD if text.is_bold else 0
    pen.text(
        (text.x, text.y),
        text.words,
        fill=_BLACK,
        font=font(text.size),
        anchor=_ANCHORS[text.anchor],
        stroke_width=stroke,
    )


def _draw_code(pen: ImageDraw.ImageDraw, code: Code) -> None:
    for y, row in enumerate(code.rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                left, top = code.x + x * code.module, code.y + y * code.module
                pen.rectangle((left, top, left + code.module - 1, top + code.module - 1), _BLACK)
