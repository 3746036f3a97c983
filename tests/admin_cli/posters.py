"""Posters to look at: names that hurt, and what stands on a sheet."""

import io
from collections.abc import Sequence

from PIL import Image, ImageOps

from admin_cli.poster.format import Size
from admin_cli.poster.logo import Logo
from admin_cli.poster.marks import Code, Text
from admin_cli.poster.png import png
from admin_cli.poster.sheet import SHEETS
from admin_cli.poster.words import Form, Poster

LINK = "https://t.me/suaraloket_demo_bot?start=AQMAAAAAAAcAAQAAd_9BvFr_U_9STu-i"
LONG = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten Kutai Kartanegara"
NAMES = [
    "Puskesmas Melati",
    LONG,
    '<&">' * 50,
    "W" * 200,
    "i" * 200,
    "kata " * 40,
    "Jum’at é ñ – ½ 🏥 Пуск 保健所 مركز",
    "]]></svg><script>",
    "satu\x00dua\u202eagit\u2028x\ud800",
    "",
]
FORM = Form("F-03", "2023061901", 14)


def poster(
    name: str = "Puskesmas Melati",
    owner: str = "Pemerintah Kota Contoh",
    *,
    link: str = LINK,
    logo: Logo | None = None,
    validity: str = "",
) -> Poster:
    return Poster("pkm-melati", name, owner, link, "2026", "1-3f9a2c", FORM, logo, validity)


def texts(size: Size, of: Poster) -> Sequence[Text]:
    return [mark for mark in SHEETS[size].marks(of) if isinstance(mark, Text)]


def code_of(size: Size, of: Poster) -> Code:
    (found,) = [mark for mark in SHEETS[size].marks(of) if isinstance(mark, Code)]
    return found


def drawn(size: Size, of: Poster) -> Image.Image:
    with Image.open(io.BytesIO(png(SHEETS[size], of))) as image:
        return image.convert("L")


def margins(page: Image.Image, dpi: float) -> Sequence[float]:
    """Millimetres of white at the left, top, right and bottom."""
    inked = ImageOps.invert(page).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    return [pixels * 25.4 / dpi for pixels in (left, top, page.width - right, page.height - bottom)]
