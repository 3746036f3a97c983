from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.browser import Phone, chromium, open_phone
from tests.e2e.page_bot import Demo
from tests.servers import free_port

HERE = Path(__file__).parent
IN_THE_BROWSERS_LOOP = pytest.mark.asyncio(loop_scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """A browser answers only in the event loop that started it."""
    for item in items:
        is_here = item.path.is_relative_to(HERE)  # the hook sees the tests of every folder
        if is_here and isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(IN_THE_BROWSERS_LOOP, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def started_browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless; starting it takes longer than most tests."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def browser(started_browser: Browser) -> AsyncIterator[Browser]:
    """Each test opens profiles of its own, and leaves none."""
    yield started_browser
    for profile in started_browser.contexts:
        await profile.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A simulator with the scripted bot, up and running."""
    demo = Demo(tmp_path, free_port())
    async with demo.running():
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, demo: Demo) -> AsyncIterator[Phone]:
    """The page on a desktop; a test that leaves complaints behind fails."""
    phone = await open_phone(browser, demo.address)
    yield phone
    assert phone.complaints == []
