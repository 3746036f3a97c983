"""A phone in a real Chromium: what a person does on the page, in their own words."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 800)
HANDHELD = (360, 740)
SHOTS = "LOKET_SHOTS"
PATIENCE_MS = 15_000
READING_MS = 1_100
RESTART_MS = 60_000  # of the bot, on a busy machine

expect.set_options(timeout=PATIENCE_MS)


class NoChromium(RuntimeError):
    """Install Debian's `chromium`, or name one in CHROMIUM."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise NoChromium(NoChromium.__doc__)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


class Phone:
    """The page as one person uses it. `complaints` fills when the page errs or calls elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._home = urlsplit(address).netloc
        self.log = page.get_by_role("log")
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _on_request(self, request: Request) -> None:
        host = urlsplit(request.url)
        if host.scheme not in ("data", "blob") and host.netloc != self._home:
            self.complaints.append(f"left for {request.url}")

    async def become(self, name: str) -> None:
        """Take another person's phone."""
        await self.look_at("desk")
        await self.page.get_by_role("radio", name=name).check(force=True)
        await self.look_at("chat")

    async def scan(self, title: str) -> None:
        """Scan the poster of the lokus called `title`."""
        await self.look_at("desk")
        await self.page.get_by_role("button", name=f"Pindai poster {title}").click()

    async def look_at(self, view: Literal["chat", "desk"]) -> None:
        """Change the tab where there are tabs; beside a desk both are in sight."""
        tab = self.page.locator(f".tabs button[data-view={view}]")
        if await tab.is_visible():
            await tab.click()

    def button(self, text: str) -> Locator:
        """The newest button in the chat whose label contains `text`."""
        return self.log.locator("button.key").filter(has_text=text).last

    async def tap(self, text: str, *, exact: bool = False) -> None:
        """Tap it and wait until the bot has taken the tap; the edit may follow a moment later."""
        named = self.log.get_by_role("button", name=text, exact=True).last
        await (named if exact else self.button(text)).click()
        await expect(self.log.locator(".key.busy")).to_have_count(0, timeout=RESTART_MS)

    async def say(self, text: str) -> None:
        """Reading takes a second: what is typed within that of an edit counts for nothing."""
        await self.page.wait_for_timeout(READING_MS)
        box = self.page.get_by_role("textbox", name="Tulis pesan")
        await box.fill(text)
        await box.press("Enter")

    async def send_file(self, *paths: Path, as_document: bool = False) -> None:
        """Attach photos and videos, or anything as documents; several make an album."""
        kind = "document" if as_document else "photo"
        await self.page.locator(f"#pick-{kind}").set_input_files(paths)

    async def send_samples(self, *titles: str) -> None:
        """Pick files from the sheet of samples and send them."""
        await self.page.get_by_role("button", name="Lampirkan foto atau berkas").click()
        await self.page.get_by_role("button", name="Contoh berkas").click()
        sheet = self.page.get_by_role("dialog", name="Contoh berkas")
        for title in titles:
            await sheet.get_by_role("checkbox", name=title).check(force=True)
        await sheet.get_by_role("button", name=f"Kirim {len(titles)} berkas").click()
        await expect(sheet).to_be_hidden()

    def newest(self) -> Locator:
        return self.log.get_by_role("article").last

    async def keyboard(self) -> list[str]:
        """The labels of the buttons under the newest message."""
        return await self.newest().locator(".key").all_inner_texts()

    async def wait_for_text(self, text: str, *, within_ms: int = PATIENCE_MS) -> None:
        """Wait until the newest message contains `text`."""
        await expect(self.newest()).to_contain_text(text, timeout=within_ms)

    async def restart_bot(self, *, suddenly: bool = False) -> None:
        """Press the button on the desk; does not wait for the bot to be back."""
        await self.look_at("desk")
        name = "Matikan mendadak (kill -9)" if suddenly else "Mulai ulang bot"
        await self.page.get_by_role("button", name=name).click()
        await self.look_at("chat")

    async def wait_for_bot(self, words: str = "berjalan") -> None:
        await expect(self.page.locator("#bot-state")).to_have_text(words)

    async def screenshot(self, name: str) -> None:
        """Keep a picture, if LOKET_SHOTS names a folder."""
        if folder := os.environ.get(SHOTS):
            await self.page.screenshot(path=Path(folder) / f"{name}.png")


async def open_phone(
    browser: Browser,
    address: str,
    size: tuple[int, int] = DESKTOP,
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
) -> Phone:
    """Open the page in a fresh browser profile and wait until it is connected."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        color_scheme=scheme,
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
    )
    phone = Phone(await context.new_page(), address)
    await phone.page.goto(address)
    await expect(phone.page.locator("#people input:checked")).to_have_count(1)
    await expect(phone.page.locator("#banner")).to_be_hidden()
    return phone
