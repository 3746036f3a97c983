"""The page when the server or the bot goes away."""

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.browser import Phone, open_phone
from tests.e2e.page_bot import Demo
from tests.servers import free_port

PKM = "Puskesmas Anggana"


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    """Not running yet: these tests start and stop it themselves."""
    return Demo(tmp_path, free_port())


@pytest_asyncio.fixture(loop_scope="session")
async def unsteady(browser: Browser, demo: Demo) -> Phone:
    """A phone at its first question; the server is gone when the test begins."""
    async with demo.running():
        phone = await open_phone(browser, demo.address)
        await phone.scan(PKM)
        await phone.wait_for_text("Benar ini kantornya?")
        await phone.tap("Ya, benar")
        await phone.wait_for_text("1/3")
    await expect(phone.page.locator("#banner")).to_be_visible()
    return phone


async def test_the_page_says_so_and_comes_back(unsteady: Phone, demo: Demo) -> None:
    await expect(unsteady.page.locator("#chat-status")).to_have_text("menyambung kembali…")
    async with demo.running():
        await expect(unsteady.page.locator("#banner")).to_be_hidden()
        await unsteady.tap("🙂 4")
        await unsteady.wait_for_text("2/3")


async def test_a_tap_made_without_connection_arrives_once(unsteady: Phone, demo: Demo) -> None:
    await unsteady.button("🙂 4").click()
    await expect(unsteady.button("🙂 4")).to_have_attribute("aria-busy", "true")
    async with demo.running():
        await unsteady.wait_for_text("2/3")
        await asyncio.sleep(0.5)
        assert demo.bot.taps == ["1:4"]


async def test_words_that_could_not_be_sent_stay_in_the_box(unsteady: Phone, demo: Demo) -> None:
    await unsteady.say("halo")
    await expect(unsteady.page.locator("#toast")).to_contain_text("Belum tersambung")
    await expect(unsteady.page.get_by_role("textbox", name="Tulis pesan")).to_have_value("halo")
    async with demo.running():
        await expect(unsteady.page.locator("#banner")).to_be_hidden()
        await unsteady.page.get_by_role("button", name="Kirim pesan").click()
        await unsteady.wait_for_text("Silakan tekan tombol.")


async def test_a_broken_off_tap_is_never_sent_twice(browser: Browser, demo: Demo) -> None:
    """The tap arrives, its reply does not: the page must not guess."""
    async with demo.running():
        phone = await open_phone(browser, demo.address)
        await phone.scan(PKM)
        await phone.wait_for_text("Benar ini kantornya?")
        await phone.page.route("**/taps", lambda route: route.abort())
        await phone.button("Bukan").click()
        await expect(phone.page.locator("#toast")).to_contain_text("Sambungan terputus")
        await expect(phone.button("Bukan")).not_to_have_attribute("aria-busy", "true")
        assert demo.bot.taps == []


async def test_a_bot_restarted_half_way_is_survived(browser: Browser, demo: Demo) -> None:
    async with demo.running():
        phone = await open_phone(browser, demo.address)
        await phone.scan(PKM)
        await phone.tap("Ya, benar")
        await phone.wait_for_text("1/3")
        await phone.restart_bot()
        await phone.restart_bot(suddenly=True)
        await phone.wait_for_bot()
        await phone.tap("😄 5")
        await phone.wait_for_text("2/3")
        assert demo.restarts == ["term", "kill"]
        assert phone.complaints == []
