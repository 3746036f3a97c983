"""The bot's side over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import hmac
import json
from contextlib import suppress

from aiohttp import web

from bot.simulator.downloads import Download
from bot.simulator.params import Upload
from bot.simulator.refusals import ConnectionLost, Json, Refused
from bot.simulator.stage import STOPPING, WORLD

UNAUTHORIZED = Refused(401, "Unauthorized")


def add_routes(app: web.Application) -> None:
    for path in ("/bot{token}/{method}", "/bot{token}/test/{method}"):
        app.router.add_route("*", path, _call)
    app.router.add_get("/file/bot{token}/{path:.+}", _download)


async def _call(request: web.Request) -> web.StreamResponse:
    if not _is_ours(request):
        return _answered(401, UNAUTHORIZED.body())
    try:
        params, files = await _given(request)
    except ValueError:
        return _answered(400, Refused(400, "Bad Request: can't parse the request body").body())
    try:
        answer = await request.app[WORLD].call(request.match_info["method"], params, files)
    except ConnectionLost as lost:
        return await _hang_up(request, lost)
    return _answered(answer.status, answer.body)


def _is_ours(request: web.Request) -> bool:
    given, expected = request.match_info["token"], request.app[WORLD].bot.token
    return hmac.compare_digest(given.encode(), expected.encode())


def _answered(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


async def _given(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError("an object is expected")
        return {**params, **body}, {}
    return await _form(request, params)


async def _form(request: web.Request, params: Json) -> tuple[Json, dict[str, Upload]]:
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = read_upload(value)
        else:
            params[name] = value
    return params, files


def read_upload(field: web.FileField) -> Upload:
    with field.file as file:
        return Upload(_named(field.filename), file.read(), field.content_type)


def _named(name: str) -> str:
    """Forms cannot carry these three in a name as they are: the HTML standard escapes them."""
    for escaped, character in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
        name = name.replace(escaped, character)
    return name


async def _hang_up(request: web.Request, lost: ConnectionLost) -> web.Response:
    """Say nothing for a while, then cut the line; no later than when the server stops."""
    with suppress(TimeoutError):
        async with asyncio.timeout(lost.held):
            await request.app[STOPPING].wait()
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)


async def _download(request: web.Request) -> web.StreamResponse:
    if not _is_ours(request):
        return _answered(401, UNAUTHORIZED.body())
    try:
        download = request.app[WORLD].open_file(request.match_info["path"])
    except Refused as refusal:
        return _answered(refusal.code, refusal.body())
    except ConnectionLost as lost:
        return await _hang_up(request, lost)
    return await _streamed(request, download)


async def _streamed(request: web.Request, download: Download) -> web.StreamResponse:
    """Close afterwards: a length that is not kept would spoil the line for the next call."""
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    response.content_length = download.declared
    response.force_close()
    await response.prepare(request)
    try:
        async for piece in download.pieces:
            await response.write(piece)
        await response.write_eof()
    except ConnectionLost as lost:
        await _hang_up(request, lost)
    except ConnectionError:
        pass  # the bot has heard enough
    return response
