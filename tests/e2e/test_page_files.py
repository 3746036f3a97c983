"""Files on the phone page: from disk, from the samples, in albums, and back from the bot."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, expect

from bot.simulator.samples.catalogue import sample
from tests.e2e.browser import DESKTOP, HANDHELD, Phone, open_phone
from tests.e2e.page_bot import RINA, SEND_BACK, Demo
from tests.e2e.test_page_layout import CONTRASTS, CRAMPED, NAMELESS, OVERFLOW, READABLE, TARGET_PX

PKM = "Puskesmas Anggana"
PHOTOS = ("Maklumat pelayanan", "Ruang tunggu", "Jalur landai")
PAPERS = ("SK standar pelayanan", "SOP pelayanan", "Rekap antrean")
PHONE = (390, 844)
MOST_GAP = 0.05
SIZES = (
    "cells => cells.map(cell => cell.getBoundingClientRect()).map(box => [box.width, box.height])"
)


def written(folder: Path, *names: str) -> list[Path]:
    """Sample files on disk."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(sample(path.name).content)
    return paths


def albums(phone: Phone, sender: str = "Anda") -> Locator:
    article = phone.log.get_by_role("article", name=re.compile(f"^{sender}"))
    return article.locator(".grid")


async def test_three_photos_from_disk_make_one_album(
    phone: Phone, demo: Demo, tmp_path: Path
) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.page.get_by_role("textbox", name="Tulis pesan").fill("Loket kami")
    await phone.send_file(
        *written(tmp_path, "maklumat.jpg", "ruang-tunggu.jpg", "jalur-landai.jpg")
    )
    await expect(albums(phone)).to_have_count(1)
    await expect(albums(phone).get_by_role("img", name="Foto")).to_have_count(3)
    await expect(phone.log.get_by_text("Loket kami")).to_have_count(1)
    await expect(phone.page.get_by_role("textbox", name="Tulis pesan")).to_have_value("")
    sent = [one for one in demo.world.person(7001).messages() if "photo" in one]
    assert len({one["media_group_id"] for one in sent}) == 1
    assert [one.get("caption") for one in sent] == ["Loket kami", None, None]


async def test_photos_sent_as_files_keep_every_byte(
    phone: Phone, demo: Demo, tmp_path: Path
) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_file(*written(tmp_path, "maklumat.jpg"), as_document=True)
    await expect(phone.log.get_by_role("link", name="maklumat.jpg")).to_be_visible()
    world = demo.world
    document = next(one["document"] for one in world.person(7001).messages() if "document" in one)
    stored = world.files[document["file_id"]]
    assert world.blobs.get(stored.blob) == sample("maklumat.jpg").content


async def test_samples_go_like_files_of_ones_own(phone: Phone, demo: Demo) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples(*PHOTOS, "Video antrean", *PAPERS)
    await expect(albums(phone).get_by_role("link")).to_have_count(4)
    for name in ("SK standar pelayanan.pdf", "SOP pelayanan.docx", "Rekap antrean.xlsx"):
        await expect(phone.log.get_by_role("link", name=name)).to_be_visible()
    messages = demo.world.person(7001).messages()
    groups = [one["media_group_id"] for one in messages if "media_group_id" in one]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [4, 3]
    paper = next(one["document"] for one in messages if "document" in one)
    assert paper["file_size"] == len(sample("SK standar pelayanan.pdf").content)


async def test_a_document_is_saved_under_its_name(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples("SK standar pelayanan")
    async with phone.page.expect_download() as caught:
        await phone.log.get_by_role("link", name="SK standar pelayanan.pdf").click()
    saved = await caught.value
    assert saved.suggested_filename == "SK standar pelayanan.pdf"
    content = Path(await saved.path()).read_bytes()
    assert content == sample("SK standar pelayanan.pdf").content


async def test_an_album_of_the_bot_looks_the_same(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples(*PHOTOS)
    await phone.say(SEND_BACK)
    await expect(albums(phone, "SuaraLoket").get_by_role("img", name="Foto")).to_have_count(3)
    await phone.wait_for_text("dari bot")


async def test_a_photo_opens_larger_and_escape_closes_it(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples(*PHOTOS)
    second = phone.log.get_by_role("link", name="Perbesar foto 2 dari 3")
    await second.click()
    viewer = phone.page.get_by_role("dialog", name="Foto atau video")
    await expect(viewer.get_by_role("img")).to_be_visible()
    await expect(viewer).to_contain_text("2 dari 3")
    await phone.page.keyboard.press("ArrowRight")
    await expect(viewer).to_contain_text("3 dari 3")
    await phone.page.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()
    await expect(second).to_be_focused()


async def test_a_film_in_an_album_plays_in_the_viewer(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples("Ruang tunggu", "Video antrean")
    await phone.log.get_by_role("link", name="Putar video 2 dari 2").click()
    viewer = phone.page.get_by_role("dialog", name="Foto atau video")
    await expect(viewer.locator("video")).to_have_js_property("videoWidth", 320)
    await viewer.get_by_role("button", name="Sebelumnya").click()
    await expect(viewer.get_by_role("img")).to_be_visible()
    await viewer.get_by_role("button", name="Tutup").click()
    await expect(viewer).to_be_hidden()


async def test_the_sample_film_plays(phone: Phone) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples("Video antrean")
    film = phone.log.locator("video")
    await expect(film).to_have_js_property("videoWidth", 320)
    await film.evaluate("film => { film.muted = true; return film.play(); }")
    await expect(film).to_have_js_property("ended", value=True)
    assert await film.evaluate("film => film.error") is None


async def test_every_album_is_a_full_rectangle(phone: Phone, tmp_path: Path) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    for count in range(2, 11):
        paths = [tmp_path / f"{number}.jpg" for number in range(count)]
        for number, path in enumerate(paths):
            Image.new("RGB", (60 + 40 * number, 300), "seagreen").save(path)
        await phone.send_file(*paths)
        await expect(albums(phone)).to_have_count(count - 1)
        assert await gap_in(albums(phone).last, count) < MOST_GAP


async def gap_in(album: Locator, count: int) -> float:
    """The part of an album that no picture covers."""
    cells = album.get_by_role("link")
    await expect(cells).to_have_count(count)
    sizes = await cells.evaluate_all(SIZES)
    box = await album.bounding_box()
    assert box is not None
    covered: float = sum(width * height for width, height in sizes)
    return 1 - covered / (box["width"] * box["height"])


async def test_more_than_ten_photos_are_two_albums(phone: Phone, tmp_path: Path) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    paths = [tmp_path / f"{number}.jpg" for number in range(12)]
    for path in paths:
        Image.new("RGB", (60, 40), "seagreen").save(path)
    await phone.send_file(*paths)
    await expect(albums(phone).first.get_by_role("link")).to_have_count(10)
    await expect(albums(phone).last.get_by_role("link")).to_have_count(2)


async def test_a_caption_that_is_too_long_waits_in_the_box(phone: Phone, demo: Demo) -> None:
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    box = phone.page.get_by_role("textbox", name="Tulis pesan")
    await box.fill("x" * 1025)
    await phone.send_samples("Ruang tunggu")
    await expect(phone.page.locator("#toast")).to_contain_text("Keterangan berkas paling panjang")
    await expect(box).to_have_value("x" * 1025)
    assert not any("photo" in one for one in demo.world.person(7001).messages())


async def test_staff_open_their_invitation_with_one_press(phone: Phone, demo: Demo) -> None:
    invitation = phone.page.get_by_role("button", name="Buka undangan: Undangan petugas")
    await expect(invitation).to_be_hidden()
    await expect(phone.page.get_by_role("radio", name="Ada undangan")).to_have_count(1)
    await phone.become("Rina")
    await expect(phone.log).to_contain_text("Buka undangan Anda")
    await invitation.click()
    await phone.wait_for_text("Benar ini kantornya?")
    assert demo.world.person(RINA).messages()[0]["text"] == "/start undangan"
    await phone.become("Pak Hasan")
    await expect(invitation).to_be_hidden()
    await expect(phone.page.locator("#owner")).to_have_text("Ponsel Pak Hasan")


@pytest.mark.parametrize("size", [PHONE, HANDHELD, DESKTOP])
async def test_files_fit_every_screen(browser: Browser, demo: Demo, size: tuple[int, int]) -> None:
    phone = await open_phone(browser, demo.address, size)
    await phone.become("Rina")
    await phone.look_at("desk")
    await phone.screenshot(f"files-{size[0]}-desk")
    await phone.page.get_by_role("button", name="Buka undangan").click()
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.send_samples(*PHOTOS)
    await phone.send_samples(*PAPERS)
    await phone.say(SEND_BACK.upper())
    await phone.wait_for_text("Silakan tekan tombol.")
    await phone.screenshot(f"files-{size[0]}-chat")
    await phone.page.get_by_role("button", name="Lampirkan foto atau berkas").click()
    await phone.screenshot(f"files-{size[0]}-menu")
    await phone.page.get_by_role("button", name="Contoh berkas").click()
    sheet = phone.page.get_by_role("dialog", name="Contoh berkas")
    await sheet.get_by_role("checkbox", name="Ruang tunggu").check(force=True)
    await phone.screenshot(f"files-{size[0]}-sheet")
    assert await phone.page.evaluate(OVERFLOW) <= 0
    assert await phone.page.evaluate(NAMELESS) == []
    assert await phone.page.evaluate(CRAMPED, TARGET_PX) == []
    for scheme in ("light", "dark"):
        await phone.page.emulate_media(color_scheme=scheme)
        assert await phone.page.evaluate(CONTRASTS, READABLE) == []
    assert phone.complaints == []
