"""A poster as a PNG of 300 dpi, for the office printer."""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from admin_cli.poster.faces import Face, file_of
from admin_cli.poster.marks import Bar, Box, Code, Disc, Mark, Picture, Text
from admin_cli.poster.sheet import DPI, Sheet
from admin_cli.poster.words import Poster

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_FINER = 4
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(sheet: Sheet, poster: Poster) -> bytes:
    """The same poster gives the same bytes; grey unless a logo has colours."""
    image = Image.new("RGB", sheet.pixels, _WHITE)
    brush = _Brush(image, ImageDraw.Draw(image), sheet.pixels[0] / sheet.units[0])
    for mark in sheet.marks(poster):
        brush.draw(mark)
    kept = image if poster.logo else image.convert("L")
    file = io.BytesIO()
    kept.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


@lru_cache(maxsize=256)
def _font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file_of(face), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class _Brush:
    image: Image.Image
    pen: ImageDraw.ImageDraw
    scale: float

    def draw(self, mark: Mark) -> None:
        match mark:
            case Text():
                self._text(mark)
            case Code():
                self._code(mark)
            case Bar(box, radius):
                self._round(box, radius)
            case Disc(x, y, radius):
                self._round(Box(x - radius, y - radius, 2 * radius, 2 * radius), radius)
            case Picture():
                self._picture(mark)

    def _box(self, box: Box) -> tuple[int, int, int, int]:
        left, top = round(box.x * self.scale), round(box.y * self.scale)
        right = round((box.x + box.width) * self.scale)
        return left, top, right - 1, round((box.y + box.height) * self.scale) - 1

    def _round(self, box: Box, radius: float) -> None:
        """Drawn larger and made small: Pillow's own curves have teeth."""
        left, top, right, bottom = self._box(box)
        size = (right - left + 1, bottom - top + 1)
        mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
        whole = (0, 0, mask.width - 1, mask.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(whole, radius * self.scale * _FINER, 255)
        self.image.paste(_BLACK, (left, top), mask.resize(size, Image.Resampling.BOX))

    def _text(self, text: Text) -> None:
        self.pen.text(
            (text.x * self.scale, text.y * self.scale),
            text.words,
            fill=_WHITE if text.is_white else _BLACK,
            font=self._font(text),
            anchor=_ANCHORS[text.anchor],
        )

    def _font(self, text: Text) -> ImageFont.FreeTypeFont:
        """Pillow rounds the width of each letter: what became too wide is set a little smaller."""
        size, room = text.size * self.scale, text.width * self.scale
        drawn = _font(text.face, size).getlength(text.words)
        return _font(text.face, size * room / drawn if drawn > room else size)

    def _code(self, code: Code) -> None:
        """In whole pixels, as sharp as a printer can be."""
        side = code.side * self.scale
        module = int(side // code.modules)
        inset = (side - module * code.modules) / 2
        left, top = round(code.x * self.scale + inset), round(code.y * self.scale + inset)
        for x, y, long in code.runs():
            corner = left + x * module, top + y * module
            self.pen.rectangle(
                (*corner, corner[0] + long * module - 1, corner[1] + module - 1), _BLACK
            )

    def _picture(self, picture: Picture) -> None:
        left, top, right, bottom = self._box(picture.box)
        with Image.open(io.BytesIO(picture.logo.png)) as logo:
            small = logo.convert("RGB").resize(
                (max(1, right - left + 1), max(1, bottom - top + 1)), Image.Resampling.LANCZOS
            )
        self.image.paste(small, (left, top))
