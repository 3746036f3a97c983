"""Updates brought by Telegram: settled first, acknowledged after that (docs/adr/0025).

Telegram brings the next message of a chat, and the next tap of a person, only when the one before
was acknowledged, however many processes it brings them to. So the answer waits for the commit and
for the screen; it carries the answer to the tap, which saves a call.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web

from bot.lanes import Lanes
from bot.speech import Occasion, Reply, Settle

log = structlog.get_logger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
AT_ONCE = 100  # connections Telegram may open: its own most
_LARGEST = 1 << 20  # bytes; an update has a few thousand
_DRAIN = 20.0  # seconds for turns in hand when the program is told to stop


class Webhook:
    """Serves one path, for whoever shows the secret."""

    def __init__(self, take: Settle, lanes: Lanes, path: str, secret: str) -> None:
        self._take = take
        self._lanes = lanes
        self._secret = secret.encode()
        self._in_work: dict[int, asyncio.Task[None]] = {}
        self.pages = web.Application(client_max_size=_LARGEST)
        self.pages.router.add_post(path, self._taken_in)

    async def run(
        self,
        stop: asyncio.Event,
        address: tuple[str, int],
        announce: Callable[[], Awaitable[object]],
    ) -> None:
        """Listen, tell Telegram, and on `stop` finish what is in hand. Raises OSError."""
        runner = web.AppRunner(self.pages, access_log=None, shutdown_timeout=_DRAIN)
        await runner.setup()
        try:
            await web.TCPSite(runner, *address).start()
            log.info("webhook.listening", at=f"{address[0]}:{address[1]}")
            await announce()
            await stop.wait()
        finally:
            await runner.cleanup()
            await self._lanes.drain(self._in_work.values(), _DRAIN)

    async def _taken_in(self, request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        fetched = asyncio.get_running_loop().time()
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        reply = Reply()
        await self._settled(raw, fetched, reply)
        return web.json_response(reply.method) if reply.method else web.Response()

    async def _settled(self, raw: dict[str, Any], fetched: float, reply: Reply) -> None:
        """An update that comes again while it is in work is waited for, not done twice."""
        occasion = Occasion.of(raw)
        work = self._in_work.get(occasion.update_id)
        if work is None:
            work = self._lanes.put(occasion.person, partial(self._take, raw, fetched, reply))
            self._in_work[occasion.update_id] = work
            work.add_done_callback(lambda _: self._in_work.pop(occasion.update_id))
        await asyncio.shield(work)
