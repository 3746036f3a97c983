"""Keeps other web pages out: a browser may be led here under a foreign name, or send forms here."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.simulator.people import NoSuchButton, NoSuchChat
from bot.simulator.refusals import Refused
from bot.simulator.samples.catalogue import NoSuchSample
from bot.simulator.stage import STAGE

READING = ("GET", "HEAD")
STATUS: dict[type[Exception], int] = {
    NoSuchButton: 409,
    NoSuchChat: 404,
    NoSuchSample: 404,
    Refused: 400,
    KeyError: 400,
    TypeError: 400,
    ValueError: 400,
}
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@web.middleware
async def only_local(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign host names (DNS rebinding) and writes that another site's page sends."""
    if _hostname(request.host) not in request.app[STAGE].hosts:
        return web.json_response({"error": "this host name is not served here"}, status=403)
    if request.path.startswith("/sim/") and request.method not in READING:
        _check_write(request)
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _hostname(host: str) -> str:
    return host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host


def _check_write(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="requests from other sites are not taken")
    wanted = "multipart/form-data" if request.path.endswith("/files") else "application/json"
    if request.method == "POST" and request.content_type != wanted:
        raise web.HTTPUnsupportedMediaType(text=f"send {wanted}")


@web.middleware
async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """People's mistakes come back as JSON with a reason."""
    if not request.path.startswith("/sim/"):
        return await handler(request)
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.text or error.reason}, status=error.status)
    except tuple(STATUS) as error:
        status = next(STATUS[kind] for kind in STATUS if isinstance(error, kind))
        return web.json_response({"error": str(error)}, status=status)
