"""F-01 as staff live it: a phone in a real browser, the real bot, files from disk, the bundle."""

import asyncio
import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from PIL import Image, ImageDraw
from playwright.async_api import Browser, expect

from admin_cli.demo_sheet import HASAN, RINA
from tests.e2e.browser import HANDHELD, Phone, open_phone
from tests.e2e.clerk import Clerk
from tests.e2e.show import LOKET, Show, must
from tests.inspection.good_files import pdf

Rows = list[dict[str, str]]
CODE = re.compile(r"\b\d{4}-\d{2}\b")
AWAY = 60_000  # for the bot to fetch, look into and store what was sent


@dataclass(frozen=True)
class Stand:
    """A demo that runs, and a phone on its page."""

    show: Show
    phone: Phone


@pytest_asyncio.fixture(loop_scope="session")
async def stand(browser: Browser, tmp_path: Path) -> AsyncIterator[Stand]:
    show = Show(tmp_path / "demo")
    process = show.start()
    try:
        await asyncio.to_thread(must, lambda: show.bot_is("running"))
        phone = await open_phone(browser, f"http://127.0.0.1:{show.port}", HANDHELD)
        yield Stand(show, phone)
        assert phone.complaints == []
    finally:
        process.terminate()
        await asyncio.to_thread(process.communicate)


async def test_two_staff_fill_prove_and_send_f01_and_the_bundle_holds_all_of_it(
    stand: Stand, tmp_path: Path
) -> None:
    phone, papers, photos = stand.phone, drawn_papers(tmp_path), drawn_photos(tmp_path)
    await phone.become("Rina")
    await phone.tap("Buka tugas")
    await phone.wait_for_text("13/31 butir terjawab")
    await phone.screenshot("staff-1-tugas")
    await answer_item_1(phone)
    await prove_item_1(phone, papers)
    await answer_item_15(phone, photos)
    await declare_a_gap_missing(phone)
    await asyncio.to_thread(Clerk(stand.show, RINA).finish)
    await phone.wait_for_text("Penanggung jawab dapat mengirim")
    await phone.screenshot("staff-8-review")
    await review_and_send(phone)
    bundle = await asyncio.to_thread(exported, stand.show.folder)
    assert_answers(bundle)
    assert_files(bundle, papers, as_telegram_has_them(stand.show))


async def answer_item_1(phone: Phone) -> None:
    """Tidak ends the item; Ya opens its counts, which may not contradict each other."""
    await phone.tap("Lanjut mengisi")
    await phone.wait_for_text("1/30")
    await phone.screenshot("staff-2-item-1")
    await phone.tap("Tidak")
    await phone.wait_for_text("Berapa Jumlah Jenis Pelayanan yang dimiliki")
    await phone.say("12")
    await phone.wait_for_text("2/30")
    await jump(phone, "Kebijakan", "1")
    await phone.wait_for_text("Jawaban: Tidak")
    await phone.tap("Ya", exact=True)
    await phone.wait_for_text("Berapa Jumlah Jenis Standar Pelayanan yang dibuat")
    await phone.say("15")
    await phone.wait_for_text("tidak lebih dari jumlah jenis pelayanan")
    await phone.say("7")
    for question in ("b. Apakah", "c. Apakah", "d. Apakah", "e. Apakah"):
        await phone.wait_for_text(question)
        await phone.tap("Ya", exact=True)
    await phone.wait_for_text("Daftar jenis pelayanan yang diselenggarakan")


async def prove_item_1(phone: Phone, papers: Sequence[Path]) -> None:
    await phone.screenshot("staff-3-slot")
    await phone.send_file(*papers, as_document=True)
    await phone.wait_for_text("2 dari 2 tersimpan", within_ms=AWAY)
    await phone.wait_for_text("Tersimpan: 2 berkas")
    await phone.screenshot("staff-4-slot-with-files")


async def answer_item_15(phone: Phone, photos: Sequence[Path]) -> None:
    await jump(phone, "Sarana", "15")
    await phone.tap("Ya", exact=True)
    await phone.wait_for_text("Apakah terdapat fasilitas parkir?")
    await phone.tap("1")
    await phone.wait_for_text("Selesai (1)")
    await phone.tap("6")
    await phone.wait_for_text("Selesai (2)")
    await expect(phone.button("Selesai (2)")).to_be_in_viewport()
    await phone.screenshot("staff-5-item-15")
    await phone.tap("Selesai")
    await phone.wait_for_text("Lainnya (sebutkan)")
    await phone.say("Rak sepeda 🚲 & helm")
    await phone.wait_for_text("Foto tempat parkir")
    await phone.send_file(*photos)
    await phone.wait_for_text("3 dari 3 tersimpan", within_ms=AWAY)
    await phone.screenshot("staff-6-album")


async def declare_a_gap_missing(phone: Phone) -> None:
    await jump(phone, "Kebijakan", "3")
    await phone.wait_for_text("Foto atau screenshot dari berbagai")
    await phone.tap("Bukti tidak ada")
    await phone.wait_for_text("Mengapa bukti ini tidak ada?")
    await phone.screenshot("staff-7-lack")
    await phone.say("Papan sedang dicetak ulang")
    await phone.wait_for_text("Dicatat: bukti tidak ada")


async def jump(phone: Phone, aspek: str, number: str) -> None:
    """To an item through the list of its aspek."""
    await phone.say("/tugas")
    await open_item(phone, aspek, number)


async def open_item(phone: Phone, aspek: str, number: str) -> None:
    await phone.wait_for_text("butir terjawab")
    await phone.tap(aspek)
    await phone.wait_for_text("Ketuk nomor untuk membuka")
    await phone.tap(number, exact=True)
    await phone.wait_for_text(f"{number}/30")


async def review_and_send(phone: Phone) -> None:
    await phone.become("Pak Hasan")
    await phone.tap("Buka tugas")
    await phone.wait_for_text("Semua butir dan bukti sudah lengkap")
    await phone.tap("Periksa & kirim")
    await phone.wait_for_text("Anda dapat mengirim F-01 sekarang")
    await phone.tap("Sarana Prasarana")
    await phone.wait_for_text("Rak sepeda 🚲 & helm")
    await phone.screenshot("staff-9-review-aspek")
    await phone.tap("Kembali")
    await phone.tap("Kirim F-01")
    await phone.wait_for_text("isian terkunci")
    await phone.screenshot("staff-a-send")
    await phone.tap("Ya, kirim sekarang")
    await phone.wait_for_text("F-01 terkirim")
    await expect(phone.newest().get_by_text("F-01 terkirim")).to_be_in_viewport()
    await phone.screenshot("staff-b-sent")


def drawn_papers(folder: Path) -> list[Path]:
    """What is sent "as a file": every byte arrives."""
    paper, picture = folder / "Daftar pelayanan.pdf", folder / "papan nama.jpg"
    paper.write_bytes(pdf())
    Image.effect_noise((300, 200), 90).save(picture, exif=Image.Exif())
    return [paper, picture]


def drawn_photos(folder: Path) -> list[Path]:
    paths = [folder / f"parkir {number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        photo = Image.new("RGB", (1600, 1200), "seagreen")
        box = (200 * number, 100, 200 * number + 700, 900)
        ImageDraw.Draw(photo).ellipse(box, fill="gold", outline="navy", width=40)
        photo.save(path)
    return paths


@dataclass(frozen=True)
class Bundle:
    """Tables by name, and the sha256 of every evidence file by its path in the zip."""

    tables: dict[str, Rows]
    files: dict[str, str]

    def one(self, table: str, **wanted: str) -> dict[str, str]:
        rows = self.tables[table]
        [row] = [one for one in rows if all(one[key] == said for key, said in wanted.items())]
        return row


def exported(folder: Path) -> Bundle:
    """The week's file, made by the command the README names."""
    command = [str(LOKET), "export", "week", "--with-evidence", "--out", str(folder), "--json"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    tables: dict[str, Rows] = {}
    files: dict[str, str] = {}
    with zipfile.ZipFile(json.loads(made.stdout)["file"]) as bundle:
        for name in bundle.namelist():
            content = bundle.read(name)
            if name.startswith("data/"):
                rows = csv.DictReader(io.StringIO(content.decode()))
                tables[Path(name).stem] = list(rows)
            elif name.startswith("evidence/"):
                files[name] = hashlib.sha256(content).hexdigest()
    return Bundle(tables, files)


def assert_answers(bundle: Bundle) -> None:
    answers = {row["field"]: row["value"] for row in bundle.tables["f01_answers"]}
    by_hand = {
        "i01a": "ya",
        "i01jenis": "12",
        "i01standar": "7",
        "i01e": "ya",
        "i15a": "ya",
        "i15b": "roda lainnya",
        "i15lain": "Rak sepeda 🚲 & helm",
        "i06ikm": "86.4",
    }
    assert {name: answers[name] for name in by_hand} == by_hand
    reasons = {row["slot"]: row["reason"] for row in bundle.tables["f01_missing"]}
    assert reasons["i03f1"] == "Papan sedang dicetak ulang"
    assert reasons["i02f2"] == "Hilang atau rusak"
    sent = bundle.one("f01_submissions", lokus="pkm-melati")
    assert (sent["sent_by"], sent["items_answered"], sent["items"]) == ("Pak Hasan", "31", "31")
    assert sent["slots_declared_missing"] == str(len(reasons))


def assert_files(bundle: Bundle, papers: Sequence[Path], photos: Sequence[bytes]) -> None:
    rows = bundle.tables["f01_evidence"]
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row["slot"], []).append(row["sha256"])
        assert bundle.files[row["file"]] == row["sha256"]
        assert row["sha256"] in row["file"]
    assert set(bundle.files) == {row["file"] for row in rows}
    assert sorted(held["i01f1"]) == sorted(sha256(path.read_bytes()) for path in papers)
    assert sorted(held["i15f1"]) == sorted(map(sha256, photos))
    assert {row["sent_by"] for row in rows} == {"Rina Marlina", "Pak Hasan"}
    assert {row["name"] for row in rows if row["slot"] == "i01f1"} == {one.name for one in papers}


def as_telegram_has_them(show: Show) -> list[bytes]:
    """Rina's three photos: Telegram made them smaller."""
    shown = show.get(f"/sim/chats/{RINA}")["messages"]
    return [show.read(one["photo"]["url"]) for one in shown if one["from"] == "me" and one["photo"]]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def test_an_invited_petugas_is_let_in_by_the_code_she_reads_out(stand: Stand) -> None:
    phone = stand.phone
    await phone.become("Dewi")
    await phone.look_at("desk")
    invitation = phone.page.get_by_role("button", name="Buka undangan: ")
    await phone.screenshot("staff-c-invitation")
    await invitation.click()
    await phone.wait_for_text("Sebutkan kode ini langsung kepada admin")
    await phone.screenshot("staff-d-code")
    await phone.say("/tugas")
    await phone.wait_for_text("Sebutkan kode ini langsung kepada admin")
    said = await phone.log.get_by_text("Kode Anda").last.inner_text()
    code = CODE.findall(said)[0]
    await asyncio.to_thread(confirmed, stand.show.folder, code)
    await phone.wait_for_text("akun Anda sudah dikonfirmasi", within_ms=AWAY)
    await phone.tap("Buka tugas")
    await phone.wait_for_text("F-01 · Kelurahan Sukamaju")
    await phone.wait_for_text("0/31 butir terjawab")
    await phone.look_at("desk")
    await expect(invitation).to_be_hidden()


def confirmed(folder: Path, code: str) -> None:
    """What the admin does who heard the code."""
    command = [str(LOKET), "staff", "confirm", code, "--yes"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    assert "Dewi Lestari now serves kel-sukamaju as petugas" in done.stderr


async def test_files_of_the_half_filled_form_come_back_in_the_chat(stand: Stand) -> None:
    phone = stand.phone
    await phone.become("Pak Hasan")
    await phone.page.get_by_role("button", name="Perintah bot").click()
    await phone.page.get_by_role("button", name="/tugas Buka tugas F-01").click()
    await open_item(phone, "Sarana", "17")
    for seen in ("fasilitas pada toilet", "a. Apakah tersedia toilet", "Tersimpan: 1 berkas"):
        await phone.tap("Sebelumnya")
        await phone.wait_for_text(seen)
    await phone.wait_for_text("Ruang tunggu lantai 1")
    await phone.tap("Lihat (1)")
    await expect(phone.log.get_by_role("img", name="Foto")).to_be_visible()
    sent = stand.show.get(f"/sim/chats/{HASAN}")["messages"]
    assert [one["photo"] is not None for one in sent].count(True) == 1
