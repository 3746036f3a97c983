"""The page at every size: nothing sticks out, everything has a name, every word can be read."""

from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from tests.e2e.browser import DESKTOP, HANDHELD, Phone, open_phone
from tests.e2e.page_bot import Demo

PKM = "Puskesmas Anggana"
SMALL, ZOOMED, TINY = (320, 568), (640, 400), (320, 440)
TARGET_PX = 44
READABLE = 4.5
NAMELESS = """() => [...document.querySelectorAll('button, a, input, textarea')]
    .filter(node => node.checkVisibility())
    .filter(node => !(node.ariaLabel || node.innerText.trim() || node.labels?.[0]?.innerText))
    .map(node => node.outerHTML)"""
CRAMPED = """px => [...document.querySelectorAll('button:not(.command), .key, .person, summary')]
    .filter(node => node.checkVisibility())
    .map(node => [node.innerText || node.ariaLabel, node.getBoundingClientRect()])
    .filter(([, box]) => box.height < px || box.width < px)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
CONTRASTS = (Path(__file__).parent / "page_contrast.js").read_text()


async def filled(browser: Browser, demo: Demo, size: tuple[int, int]) -> Phone:
    """A phone with a question on it."""
    phone = await open_phone(browser, demo.address, size)
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.say("Saya baru pertama kali memakai ini, bagaimana caranya ya?")
    await phone.wait_for_text("Silakan tekan tombol.")
    await phone.scan(PKM)
    await phone.wait_for_text("Benar ini kantornya?")
    await phone.tap("Ya, benar")
    await phone.wait_for_text("1/3")
    return phone


@pytest.mark.parametrize("size", [DESKTOP, HANDHELD, SMALL, ZOOMED])
async def test_nothing_sticks_out_or_lacks_a_name(
    browser: Browser, demo: Demo, size: tuple[int, int]
) -> None:
    phone = await filled(browser, demo, size)
    for view in ("chat", "desk"):
        await phone.look_at(view)
        assert await phone.page.evaluate(OVERFLOW) <= 0
        assert await phone.page.evaluate(NAMELESS) == []
        assert await phone.page.evaluate(CRAMPED, TARGET_PX) == []
        await phone.screenshot(f"{size[0]}-{view}")
    assert phone.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out(
    browser: Browser, demo: Demo, scheme: Literal["light", "dark"]
) -> None:
    phone = await filled(browser, demo, DESKTOP)
    await phone.page.emulate_media(color_scheme=scheme)
    pale = await phone.page.evaluate(CONTRASTS, READABLE)
    assert pale == []


async def test_a_narrow_screen_shows_one_view_at_a_time(browser: Browser, demo: Demo) -> None:
    phone = await open_phone(browser, demo.address, HANDHELD)
    desk, chat = phone.page.locator("#desk"), phone.page.locator("#phone")
    await expect(desk).to_be_hidden()
    await phone.look_at("desk")
    await expect(chat).to_be_hidden()
    await phone.page.get_by_role("button", name=f"Pindai poster {PKM}").click()
    await expect(chat).to_be_visible()


async def test_the_question_stays_in_sight_when_its_keyboard_is_tall(
    browser: Browser, demo: Demo
) -> None:
    phone = await filled(browser, demo, TINY)
    for number in ("2/3", "3/3"):
        await phone.tap("🙂 4")
        await phone.wait_for_text(number)
        await expect(phone.newest().get_by_text("Aspek")).to_be_in_viewport()


async def test_files_are_shown_as_the_person_sent_them(phone: Phone, tmp_path: Path) -> None:
    await phone.scan(PKM)
    picture, letter = tmp_path / "papan.jpg", tmp_path / "SK standar.pdf"
    Image.new("RGB", (640, 420), "seagreen").save(picture)
    letter.write_bytes(b"%PDF-1.4 kosong")
    await phone.send_file(picture)
    await expect(phone.log.get_by_role("img", name="Foto")).to_be_visible()
    await phone.send_file(letter, as_document=True)
    await expect(phone.log.get_by_role("link", name="SK standar.pdf 15 B")).to_be_visible()


async def test_notes_and_messages_never_become_markup(phone: Phone, demo: Demo) -> None:
    await expect(phone.page.locator("#notes")).to_have_text("<b>Catatan</b>")
    await phone.scan(PKM)
    await phone.say("<img src=x onerror=alert(1)>")
    await expect(phone.log).to_contain_text("<img src=x onerror=alert(1)>")
    assert await phone.log.locator("img").count() == 0


async def test_a_blocked_bot_can_be_let_in_again(phone: Phone, demo: Demo) -> None:
    await phone.scan(PKM)
    await phone.page.get_by_role("button", name="Pilihan obrolan").click()
    await phone.page.get_by_role("button", name="Blokir bot").click()
    await phone.page.get_by_role("button", name="Buka blokir", exact=True).click()
    await expect(phone.page.get_by_role("textbox", name="Tulis pesan")).to_be_visible()
    assert demo.world.person(7001).chat.is_blocked is False


async def test_a_new_person_gets_an_empty_phone(phone: Phone) -> None:
    await phone.page.get_by_text("Tambah orang").click()
    await phone.page.get_by_role("textbox", name="Nama orang baru").fill("Made")
    await phone.page.get_by_role("button", name="Tambah", exact=True).click()
    await expect(phone.page.locator("#owner")).to_have_text("Ponsel Made")
    await expect(phone.log).to_contain_text("Belum ada pesan")
