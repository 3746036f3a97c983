"""`/healthz` and `/metrics`, where LOKET_HEALTH_BIND says; for machines of the house only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from bot.watch.exposition import exposition
from bot.watch.figures import Figures
from bot.watch.health import OK, parts
from bot.watch.lookout import Lookout

log = structlog.get_logger(__name__)


def application(lookout: Lookout, figures: Figures) -> web.Application:
    """The two pages."""

    async def healthz(_: web.Request) -> web.Response:
        said = parts(await lookout.look(), figures.silence)
        is_well = set(said.values()) == {OK}
        status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"ok": is_well, **said}, status=status)

    async def metrics(_: web.Request) -> web.Response:
        body = exposition(figures, await lookout.look())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    made = web.Application()
    made.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    return made


@asynccontextmanager
async def listening(address: tuple[str, int] | None, pages: web.Application) -> AsyncIterator[None]:
    """Serve while the block runs. An address that cannot be had is no reason to let people wait."""
    if address is None:
        yield
        return
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
        log.info("health.listening", at=f"{address[0]}:{address[1]}")
    except OSError as error:
        cure = "set LOKET_HEALTH_BIND to an address of this machine and a free port"
        log.error("health.not_listening", reason=error.strerror, cure=cure)  # noqa: TRY400 - no traceback
    try:
        yield
    finally:
        await runner.cleanup()
