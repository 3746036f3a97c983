"""Makes the pictures of docs/panduan-admin.md and the README from a demo of its own: `make guide`.

Needs what the tests need, Chromium and poppler, and a font with faces (`fonts-noto-color-emoji`).
Without LibreOffice the workbook's picture stays as it is.
"""

import asyncio
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageChops
from playwright.async_api import Browser, Locator, expect
from rich.console import Console
from rich.text import Text

from admin_cli.demo_sheet import RINA
from tests.e2e.browser import DESKTOP, Phone, chromium, open_phone
from tests.e2e.clerk import Clerk
from tests.e2e.show import LOKET, Show, must

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "images" / "panduan"
SERVER = "/var/lib/suaraloket"  # what the terminal shows instead of the demo's folder
LETTERS = 112
HANDHELD = (380, 860)  # tall: a picture cannot be scrolled
MARKS = "45345123454345"
CODE = re.compile(r"\b\d{4}-\d{2}\b")
WEB_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
SLOW_MS = 60_000
LIST = (
    ("kode", "nama", "kode instansi", "nama instansi", "zona waktu"),
    ("pkm-melati", "Puskesmas Melati", "kota-contoh", "", ""),
    ("kec-kenanga", "Kecamatan Kenanga", "kota-contoh", "", ""),
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "kota-contoh", "", ""),
)


@dataclass(frozen=True)
class Office:
    """A demo that runs, and the admin at its terminal."""

    show: Show

    @property
    def folder(self) -> Path:
        return self.show.folder

    def runs(self, *words: str) -> str:
        """What a command prints, with its colours, as on the server of the guide."""
        environment = os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(LETTERS)}
        said = subprocess.run(  # noqa: S603 - our own program
            [str(LOKET), *words],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return said.stdout.replace(str(self.folder), SERVER)

    def lists(self) -> str:
        """A list of lokus as Excel saves it; its name."""
        book = Workbook()
        sheet = book.worksheets[0]
        for row in LIST:
            sheet.append(row)
        book.save(self.folder / "daftar-lokus.xlsx")
        return "daftar-lokus.xlsx"


@contextmanager
def opened() -> Iterator[Office]:
    """A demo in a folder whose name is as long as the server's, so that tables keep their lines."""
    folder = Path(tempfile.mkdtemp(prefix="loket-", dir="/tmp"))
    office = Office(Show(folder))
    process = office.show.start()
    try:
        must(lambda: office.show.bot_is("running"))
        yield office
    finally:
        process.terminate()
        process.communicate()
        shutil.rmtree(folder)


def keep(name: str, picture: Image.Image, width: int, colours: int = 128) -> None:
    """Small enough for a page on a slow line."""
    height = round(picture.height * width / picture.width)
    smaller = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    target = PICTURES / f"{name}.png"
    smaller.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


async def shoot(seen: Locator, name: str, width: int) -> None:
    """What a browser shows of something."""
    keep(name, Image.open(io.BytesIO(await seen.screenshot())), width)


async def on_the_phone(phone: Phone, name: str) -> None:
    """The phone alone, once all is drawn."""
    await expect(phone.log.locator(".key.busy")).to_have_count(0)
    await phone.page.wait_for_timeout(300)
    await shoot(phone.page.locator("#phone"), name, 480)


async def a_citizen(phone: Phone) -> None:
    await phone.scan("Puskesmas Melati")
    await phone.wait_for_text("Puskesmas Melati")
    await on_the_phone(phone, "warga-1-sambutan")
    await phone.tap("Ya, benar")
    await phone.wait_for_text("tidak disimpan")
    await on_the_phone(phone, "warga-2-persetujuan")
    await phone.tap("Mulai")
    for number, mark in enumerate(MARKS, start=1):
        await phone.wait_for_text(f"{number}/14")
        if number == 3:  # noqa: PLR2004 - any item would do
            await on_the_phone(phone, "warga-3-butir")
        await phone.tap(mark)
    await phone.wait_for_text("Periksa jawaban Anda")
    await on_the_phone(phone, "warga-4-periksa")
    await phone.tap("Kirim jawaban")
    await phone.wait_for_text("Kode tanda terima")
    await on_the_phone(phone, "warga-5-tanda-terima")


async def an_invitation(phone: Phone, office: Office) -> None:
    await phone.become("Dewi")
    await phone.look_at("desk")
    await phone.page.get_by_role("button", name="Buka undangan: ").click()
    await phone.look_at("chat")
    await phone.wait_for_text("Sebutkan kode ini langsung kepada admin")
    await on_the_phone(phone, "staf-1-kode")
    said = await phone.log.get_by_text("Kode Anda").last.inner_text()
    office.runs("staff", "confirm", CODE.findall(said)[0], "--yes")
    await phone.wait_for_text("sudah dikonfirmasi", within_ms=SLOW_MS)


async def a_form(phone: Phone, office: Office) -> None:
    await phone.become("Rina")
    await phone.tap("Buka tugas")
    await phone.wait_for_text("butir terjawab")
    await on_the_phone(phone, "staf-2-tugas")
    await phone.tap("Lanjut mengisi")
    await phone.wait_for_text("1/30")
    await on_the_phone(phone, "staf-3-butir")
    await phone.say("/tugas")
    await phone.tap("Sarana")
    await phone.tap("15", exact=True)
    await phone.tap("Ya", exact=True)
    await phone.tap("1")
    await phone.tap("Selesai")
    await phone.wait_for_text("Foto tempat parkir")
    await phone.send_samples("Jalur landai", "Ruang tunggu")
    await phone.wait_for_text("2 dari 2 tersimpan", within_ms=SLOW_MS)
    await on_the_phone(phone, "staf-4-bukti")
    await asyncio.to_thread(Clerk(office.show, RINA).finish)
    await phone.become("Pak Hasan")
    await phone.tap("Buka tugas")
    await phone.tap("Periksa & kirim")
    await phone.wait_for_text("Anda dapat mengirim F-01 sekarang")
    await on_the_phone(phone, "staf-5-periksa")


async def a_terminal(browser: Browser, name: str, command: str, said: str) -> None:
    """What a command said, in a window."""
    console = Console(record=True, width=LETTERS, file=io.StringIO(), color_system="truecolor")
    console.print(Text.from_ansi(f"$ {command}\n{said.rstrip()}"))
    drawn = WEB_FONTS.sub("", console.export_svg(title="SuaraLoket"))
    page = await browser.new_page(viewport={"width": 1100, "height": 800})
    await page.set_content(f"<body style='margin:0'>{drawn}</body>")
    await shoot(page.locator("svg").first, name, 1000)
    await page.close()


async def the_terminal(browser: Browser, office: Office) -> None:
    wanted = f"lokus import {office.lists()} --dry-run"
    pictures = {
        "terminal-impor": wanted,
        "terminal-doctor": "doctor",
        "terminal-kemajuan": "progress",
    }
    await asyncio.to_thread(office.runs, "backup", "create", "--out", "backups")
    for name, command in pictures.items():
        said = await asyncio.to_thread(office.runs, *command.split())
        await a_terminal(browser, name, f"loket {command}", said)


def the_papers(office: Office) -> None:
    office.runs("qr", "make", "--lokus", "pkm-melati", "--out", "cetak")
    keep("poster", Image.open(office.folder / "cetak" / "pkm-melati.png"), 500, 16)
    office.runs("report", "week", "--last", "--out", "laporan")
    [paper] = (office.folder / "laporan").glob("*.pdf")
    keep("laporan", first_page(paper), 800, 16)
    office.runs("report", "f01", "--lokus", "pkm-melati", "--out", "f01.pdf")
    keep("f01", first_page(office.folder / "f01.pdf"), 700, 16)
    [book] = (office.folder / "laporan").glob("*.xlsx")
    if shutil.which("soffice"):
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book))
        keep("ringkasan", cut(first_page(book.with_suffix(".pdf"))), 1000, 16)
    else:
        print("LibreOffice is not here: ringkasan.png stays as it is", file=sys.stderr)


def first_page(paper: Path) -> Image.Image:
    """Of a PDF."""
    return Image.open(io.BytesIO(run("pdftoppm", "-r", "150", "-singlefile", "-png", str(paper))))


def run(*command: str) -> bytes:
    """What another program says."""
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - fixed


def cut(picture: Image.Image) -> Image.Image:
    """Without its white rims; the footer goes, too."""
    upper = picture.convert("RGB").crop((0, 0, picture.width, round(picture.height * 0.94)))
    rest = ImageChops.difference(upper, Image.new("RGB", upper.size, "white")).getbbox()
    return upper.crop(rest)


async def the_desk(browser: Browser, address: str) -> None:
    """The picture of the README: phone and posters side by side."""
    phone = await open_phone(browser, address, DESKTOP)
    await phone.become("Budi")
    await phone.scan("Kelurahan Sukamaju")
    await phone.tap("Ya, benar")
    await phone.tap("Mulai")
    await phone.tap(MARKS[0])
    await phone.wait_for_text("2/14")
    await phone.tap(MARKS[1])
    await phone.wait_for_text("3/14")
    keep("../chat", Image.open(io.BytesIO(await phone.page.screenshot())), DESKTOP[0])


async def main() -> None:
    """All of them, from a fresh demo."""
    if not run("fc-list", ":lang=und-zsye"):
        sys.exit("faces would be empty boxes: install fonts-noto-color-emoji")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with opened() as office:
        address = f"http://127.0.0.1:{office.show.port}"
        async with chromium() as browser:
            phone = await open_phone(browser, address, HANDHELD, scale=2)
            await a_citizen(phone)
            await an_invitation(phone, office)
            await a_form(phone, office)
            await the_desk(browser, address)
            await the_terminal(browser, office)
        the_papers(office)


if __name__ == "__main__":
    asyncio.run(main())
