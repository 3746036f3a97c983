"""The HTTP shell: one port for the bot's side, the people's side and the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.simulator import bot_api, person_api, stage_api
from bot.simulator.guard import in_words, only_local
from bot.simulator.refusals import Refused
from bot.simulator.snapshot import Keeper
from bot.simulator.stage import STAGE, STOPPING, WORLD, Stage
from bot.simulator.webhooks import delivering
from bot.simulator.world import World

MAX_BODY = 512 << 20
GRACE_SECONDS = 1.0


def create_app(world: World, stage: Stage, keeper: Keeper | None = None) -> web.Application:
    app = web.Application(middlewares=[in_words, only_local], client_max_size=MAX_BODY)
    app[WORLD] = world
    app[STAGE] = stage
    app[STOPPING] = asyncio.Event()
    for family in (bot_api, person_api, stage_api):
        family.add_routes(app)
    app.cleanup_ctx.append(delivering)
    if keeper is not None:
        app.cleanup_ctx.append(keeper.keeping)
    app.on_shutdown.append(_let_go)
    return app


async def _let_go(app: web.Application) -> None:
    """Open polls and streams would hold the server: end them all."""
    app[STOPPING].set()
    app[WORLD].updates.cut(Refused(502, "Bad Gateway"))
    app[WORLD].bulletin.close()


@asynccontextmanager
async def serving(app: web.Application, port: int, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """Serve while the block runs; gives the port, which is a free one for port 0.

    Requests are not logged: the token is part of their path.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
