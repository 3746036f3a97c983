"""What happens in a chat, as Server-Sent Events."""

import asyncio
import json

from aiohttp import web

from bot.simulator.bulletin import Feed, Notice
from bot.simulator.stage import WORLD

KEEP_ALIVE_SECONDS = 15.0


async def events(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    person = world.person(int(request.match_info["persona"]))
    stream = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    with world.bulletin.subscribed(person.id) as feed:
        await stream.prepare(request)
        try:
            await _write(stream, Notice("chat", {"version": person.chat.version}))
            await _follow(stream, feed)
        except ConnectionError:
            return stream
    return stream


async def _follow(stream: web.StreamResponse, feed: Feed) -> None:
    while True:
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                notice = await feed.get()
        except TimeoutError:
            await stream.write(b": keep-alive\n\n")
            continue
        if notice is None:
            return
        await _write(stream, notice)


async def _write(stream: web.StreamResponse, notice: Notice) -> None:
    await stream.write(f"event: {notice.name}\ndata: {json.dumps(notice.data)}\n\n".encode())
