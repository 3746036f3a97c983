"""A Telegram that only has files: getFile and the download, with faults in a row for each file."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

TOKEN = "990001:AAtest-token-of-the-evidence-bot-01"
Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Files:
    """`contents` by file id; a fault is used up by the next request of its kind for that file."""

    contents: dict[str, bytes] = field(default_factory=dict)
    declared: dict[str, int] = field(default_factory=dict)
    asking: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    giving: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)
    base: str = ""

    async def get_file(self, request: web.Request) -> web.StreamResponse:
        file_id = str((await request.post())["file_id"])
        self.asked.append(file_id)
        if self.asking[file_id]:
            return await self.asking[file_id].pop(0)(request)
        if file_id not in self.contents:
            return await wrong_id(request)
        size = self.declared.get(file_id, len(self.contents[file_id]))
        path = {"file_path": f"documents/{file_id}", "file_size": size}
        result = {"file_id": file_id, "file_unique_id": file_id, **path}
        return web.json_response({"ok": True, "result": result})

    async def give(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["file_id"]
        if self.giving[file_id]:
            return await self.giving[file_id].pop(0)(request)
        return web.Response(body=self.contents[file_id])


async def wrong_id(_: web.Request) -> web.StreamResponse:
    return refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")


async def too_big(_: web.Request) -> web.StreamResponse:
    return refusal(400, "Bad Request: file is too big")


async def broken(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, text="<html>bad gateway</html>")


async def slow_down(_: web.Request) -> web.StreamResponse:
    return refusal(429, "Too Many Requests: retry after 77", retry_after=77)


async def missing(_: web.Request) -> web.StreamResponse:
    return web.Response(status=404)


async def cut(request: web.Request) -> web.StreamResponse:
    """Half of what was promised, then the line is dead."""
    response = web.StreamResponse(headers={"Content-Length": "100000"})
    await response.prepare(request)
    await response.write(b"\xff\xd8" + b"x" * 1000)
    assert request.transport
    request.transport.abort()
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    """More than any file has; counts on being stopped."""
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100):
        await response.write(b"\xff\xd8" + b"x" * (1 << 20))
    return response


def refusal(code: int, description: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return web.json_response(body, status=code)


@asynccontextmanager
async def serving(
    files: Files, port: int = 0, routes: Iterable[web.AbstractRouteDef] = ()
) -> AsyncIterator[Files]:
    """Serve until the block ends; `files.base` is the address."""
    app = web.Application()
    app.add_routes(routes)
    app.router.add_post("/bot{token}/getFile", files.get_file)
    app.router.add_get("/file/bot{token}/documents/{file_id}", files.give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    files.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield files
    finally:
        await runner.cleanup()


@asynccontextmanager
async def talking_to(base: str) -> AsyncIterator[Bot]:
    """A bot without our manners on its way out: a failure is seen at once."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    try:
        yield bot
    finally:
        await bot.session.close()
