"""One POST: the answer, or why there was none."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from admin_cli.pushing.target import shown
from admin_cli.pushing.webhook import chunks

_MOST = 1 << 16


class NoAnswer(Exception):
    """Whether the receiver has the bundle is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body is cut at 64 KiB. `wait` is how long the receiver asks us to stay away."""

    status: int
    body: bytes
    wait: int = 0


async def post(url: str, file: Path, headers: Mapping[str, str], patience: float) -> Answer:
    """Raises NoAnswer when nothing moves for so many seconds, or the connection breaks."""
    try:
        async with asyncio.timeout(patience) as guard, _session() as session:
            body = _watched(file, guard, patience)
            asked = session.post(url, data=body, headers=headers, allow_redirects=False)
            async with asked as answer:
                content = await answer.content.read(_MOST)
                return Answer(answer.status, content, _seconds(answer.headers.get("retry-after")))
    except TimeoutError:
        raise NoAnswer(f"nothing came for {patience:g} seconds") from None
    except (aiohttp.ClientError, OSError) as error:
        words = str(error) or type(error).__name__
        raise NoAnswer(words.replace(url, shown(url))) from None


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None), trust_env=True)


async def _watched(file: Path, guard: asyncio.Timeout, patience: float) -> AsyncIterator[bytes]:
    """However long a slow line takes: only standing still ends it."""
    loop = asyncio.get_running_loop()
    for chunk in chunks(file):
        guard.reschedule(loop.time() + patience)
        yield chunk


def _seconds(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
