from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.e2e.browser import Phone, chromium, open_phone
from tests.e2e.page_bot import Demo
from tests.servers import free_port


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A simulator with the scripted bot, up and running."""
    demo = Demo(tmp_path, free_port())
    async with demo.running():
        yield demo


@pytest.fixture
async def phone(browser: Browser, demo: Demo) -> AsyncIterator[Phone]:
    """The page on a desktop; a test that leaves complaints behind fails."""
    phone = await open_phone(browser, demo.address)
    yield phone
    assert phone.complaints == []
