"""The page itself and what surrounds the chats: posters, the bot's process, faults, the log."""

from dataclasses import fields

from aiohttp import web

from bot.simulator.faults import Fault
from bot.simulator.refusals import Json
from bot.simulator.stage import STAGE, WORLD, How
from bot.simulator.views import persona_view

FAULT_FIELDS = {each.name for each in fields(Fault) if each.init}


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", _page)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/sim/state", _state)
    app.router.add_post("/sim/bot/restart", _restart)
    app.router.add_get("/sim/faults", _list_faults)
    app.router.add_post("/sim/faults", _add_fault)
    app.router.add_delete("/sim/faults", _clear_faults)
    app.router.add_get("/sim/updates", _updates)
    app.router.add_get("/sim/log", _log)
    stage = app[STAGE]
    app.router.add_static("/page", stage.page_dir)
    if stage.posters_dir is not None:
        app.router.add_static("/posters", stage.posters_dir)


async def _page(request: web.Request) -> web.FileResponse:
    headers = {"Cache-Control": "no-cache"}
    return web.FileResponse(request.app[STAGE].page_dir / "index.html", headers=headers)


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})


async def _state(request: web.Request) -> web.Response:
    world, stage = request.app[WORLD], request.app[STAGE]
    bot = world.bot
    return web.json_response(
        {
            "bot": {"id": bot.id, "username": bot.username, "first_name": bot.first_name},
            "botProcess": stage.control.state() if stage.control else "external",
            "personas": [persona_view(chat) for chat in world.chats.values()],
            "posters": list(stage.posters()),
            "invitations": list(await stage.invitations()),
            "notes": stage.notes,
        }
    )


async def _restart(request: web.Request) -> web.Response:
    control = request.app[STAGE].control
    if control is None:
        raise web.HTTPConflict(text="the bot was not started from here")
    how: How = "kill" if (await request.json()).get("how") == "kill" else "term"
    await control.restart(how)
    return web.json_response({"botProcess": control.state()}, status=202)


async def _list_faults(request: web.Request) -> web.Response:
    faults = request.app[WORLD].faults
    shown: Json = {"faults": [rule.shown() for rule in faults.rules], "outage": faults.is_out()}
    return web.json_response(shown)


async def _add_fault(request: web.Request) -> web.Response:
    body = await request.json()
    unknown = set(body) - FAULT_FIELDS
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    fault = Fault(**{**body, "kind": str(body["kind"])})
    request.app[WORLD].faults.add(fault)
    return web.json_response(fault.shown(), status=201)


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[WORLD].faults.clear()
    return web.json_response({"faults": []})


async def _updates(request: web.Request) -> web.Response:
    queue = request.app[WORLD].updates
    counted: Json = {"pending": len(queue.waiting()), "confirmed_upto": queue.shelf.confirmed_upto}
    return web.json_response(counted)


async def _log(request: web.Request) -> web.Response:
    since = int(request.query.get("since", "0"))
    return web.json_response([call for call in request.app[WORLD].calls if call["n"] > since])
