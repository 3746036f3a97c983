"""Pictures of an office that does not exist."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

Point = tuple[float, float]
Box = tuple[float, float, float, float]
SIZE = (1600, 1200)
WALL, FLOOR, SHADE = "#e9e2d0", "#b9a98b", "#9c8c6f"
GREEN, GOLD, INK, PAPER = "#0b5d4e", "#f0b24b", "#23302b", "#fffdf6"
GPS_IFD, MAKE, TAKEN_AT = 0x8825, 0x010F, 0x0132
PROMISES = (
    "1. Waktu pelayanan paling lama 30 menit.",
    "2. Biaya sesuai peraturan: Rp0.",
    "3. Petugas ramah dan tidak membeda-bedakan.",
    "4. Pengaduan dijawab dalam 3 hari kerja.",
)


@cache
def font(size: int) -> FreeTypeFont:
    found = ImageFont.load_default(size)
    if not isinstance(found, FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return found


class Scene:
    """A wall and a floor to draw on."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", SIZE, WALL)
        self.pen = ImageDraw.Draw(self.image)
        self.pen.rectangle((0, 900, *SIZE), FLOOR)
        self.pen.rectangle((0, 888, SIZE[0], 904), SHADE)

    def block(self, box: Box, fill: str, *, radius: int = 12) -> None:
        left, top, right, bottom = box
        self.pen.rounded_rectangle((left + 10, top + 12, right + 10, bottom + 12), radius, SHADE)
        self.pen.rounded_rectangle(box, radius, fill)

    def words(self, middle: Point, text: str, size: int, fill: str = INK) -> None:
        self.pen.text(middle, text, fill, font(size), anchor="mm", align="center")

    def person(self, foot: Point, fill: str) -> None:
        x, y = foot
        self.pen.ellipse((x - 46, y - 330, x + 46, y - 238), "#8a5a3a")
        self.pen.rounded_rectangle((x - 70, y - 232, x + 70, y - 20), 54, fill)
        self.pen.rectangle((x - 44, y - 40, x + 44, y), INK)


def promise() -> Image.Image:
    """The service charter in a frame beside the counter."""
    scene = Scene()
    scene.block((360, 90, 1240, 830), "#7a4a20")
    scene.block((392, 122, 1208, 798), PAPER, radius=4)
    scene.words((800, 200), "MAKLUMAT PELAYANAN", 62, GREEN)
    scene.pen.rectangle((470, 252, 1130, 258), GOLD)
    for row, line in enumerate(PROMISES):
        scene.pen.text((450, 320 + row * 82), line, INK, font(34))
    scene.words((800, 720), "Puskesmas Contoh, 2 Januari 2026", 30)
    scene.block((90, 860, 1510, 1110), GREEN)
    scene.words((800, 985), "LOKET PELAYANAN", 72, PAPER)
    return scene.image


def waiting_room(number: int = 12, served: int = 0) -> Image.Image:
    """Chairs, people and the number that is called."""
    scene = Scene()
    scene.block((500, 90, 1100, 420), INK)
    scene.words((800, 160), "NOMOR ANTREAN", 46, PAPER)
    scene.words((800, 300), f"A {number:03}", 170, GOLD)
    for chair in range(6):
        left = 120 + chair * 235
        scene.block((left, 700, left + 180, 860), "#3c4f9e")
        scene.block((left, 860, left + 180, 915), "#2c3b79", radius=6)
    for seat, shirt in enumerate(("#8a2f5c", "#8a4b12", "#4d5b16", "#a3312a")[served:]):
        scene.person((210 + (seat + served) * 235, 900), shirt)
    scene.words((800, 1080), "Ruang tunggu · duduk sampai nomor dipanggil", 44)
    return scene.image


def ramp() -> Image.Image:
    """A way in without steps."""
    scene = Scene()
    scene.block((980, 150, 1480, 905), "#c9d6cf")
    scene.block((1090, 330, 1370, 905), GREEN, radius=4)
    scene.words((1230, 250), "PINTU MASUK", 50)
    scene.pen.polygon([(80, 1130), (1090, 905), (1480, 905), (1480, 1130)], "#8e9791")
    for post in range(6):
        x, y = 160 + post * 170, 1112 - post * 38
        scene.pen.line((x, y, x, y - 210), INK, 14)
    scene.pen.line((160, 902, 1010, 712), GOLD, 20)
    scene.block((200, 150, 640, 590), "#1f5fa8", radius=40)
    scene.pen.ellipse((390, 205, 450, 265), PAPER)
    scene.pen.line([(420, 275), (420, 410), (520, 410), (560, 510)], PAPER, 26, joint="curve")
    scene.pen.arc((300, 330, 500, 540), 20, 290, PAPER, 24)
    scene.words((420, 660), "JALUR LANDAI", 54)
    return scene.image


def photographed(draw: Callable[[], Image.Image]) -> bytes:
    """A JPEG as a phone would write it: where and when are inside."""
    exif = Image.Exif()
    exif[MAKE], exif[TAKEN_AT] = "Contoh", "2026:11:16 10:12:00"
    exif[GPS_IFD] = {1: "S", 2: (0.0, 30.0, 7.5), 3: "E", 4: (117.0, 9.0, 13.5)}
    written = io.BytesIO()
    draw().save(written, "JPEG", quality=82, exif=exif)
    return written.getvalue()
