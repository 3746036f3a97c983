"""The people's side over HTTP, for the page and for tests; the bot never sees it."""

import asyncio
from typing import Literal
from urllib.parse import quote

from aiohttp import web

from bot.simulator.bot_api import read_upload
from bot.simulator.media import KINDS, Kind
from bot.simulator.model import Persona
from bot.simulator.people import NoSuchChat, Person
from bot.simulator.refusals import Json
from bot.simulator.samples.catalogue import listed, sample
from bot.simulator.stage import WORLD
from bot.simulator.stream import events
from bot.simulator.views import chat_view, persona_view

INLINE = ("image/jpeg", "image/png", "image/webp", "video/mp4", "audio/ogg")
MAX_TEXT = 4096
SENT_AS: tuple[Kind | Literal["media"], ...] = (*KINDS, "media")


def add_routes(app: web.Application) -> None:
    chat = "/sim/chats/{persona}"
    app.router.add_get(chat, _show)
    app.router.add_get(f"{chat}/events", events)
    app.router.add_post(f"{chat}/messages", _say)
    app.router.add_post(f"{chat}/scan", _scan)
    app.router.add_post(f"{chat}/taps", _tap)
    app.router.add_post(f"{chat}/files", _send_files)
    app.router.add_post(f"{chat}/block", _block)
    app.router.add_post(f"{chat}/delete", _delete)
    app.router.add_post("/sim/personas", _add_persona)
    app.router.add_get("/sim/files/{file_id}", _file)
    app.router.add_get("/sim/samples", _samples)
    app.router.add_get("/sim/samples/{name}", _one_sample)


def _person(request: web.Request) -> Person:
    return request.app[WORLD].person(int(request.match_info["persona"]))


async def _body(request: web.Request) -> Json:
    body = await request.json()
    if not isinstance(body, dict):
        raise TypeError("an object is expected")
    return body


async def _show(request: web.Request) -> web.Response:
    return web.json_response(chat_view(request.app[WORLD], _person(request).chat))


async def _say(request: web.Request) -> web.Response:
    person, body = _person(request), await _body(request)
    text = str(body["text"])
    if not text.strip() or len(text) > MAX_TEXT:
        raise ValueError("text must have 1 to 4096 characters")
    return web.json_response({"message_id": person.say(text, reply_to=body.get("reply_to"))})


async def _scan(request: web.Request) -> web.Response:
    person, body = _person(request), await _body(request)
    link = str(body.get("link") or body.get("payload") or "")
    return web.json_response({"message_id": person.scan(link)})


async def _tap(request: web.Request) -> web.Response:
    person, body = _person(request), await _body(request)
    owner = body.get("message_owner")
    if owner is not None and owner not in request.app[WORLD].chats:
        raise NoSuchChat(f"no persona {owner}")
    query_id = person.tap(
        int(body["message_id"]),
        str(body["data"]),
        force=body.get("force") is True,
        owner=owner,
        inaccessible=body.get("inaccessible") is True,
    )
    return web.json_response({"query_id": query_id})


async def _send_files(request: web.Request) -> web.Response:
    person, form = _person(request), await request.post()
    kind = next((each for each in SENT_AS if each == form.get("kind")), None)
    files = [
        read_upload(part) for part in form.getall("file", []) if isinstance(part, web.FileField)
    ]
    if kind is None or not files:
        raise ValueError("a kind and at least one file are needed")
    sent = person.send_files(kind, files, caption=str(form.get("caption", "")))
    return web.json_response({"message_id": sent[0], "message_ids": sent})


async def _block(request: web.Request) -> web.Response:
    person, body = _person(request), await _body(request)
    person.block(blocked=body["blocked"] is True)
    return web.json_response({"blocked": person.chat.is_blocked})


async def _delete(request: web.Request) -> web.Response:
    person, body = _person(request), await _body(request)
    person.delete(int(body["message_id"]))
    return web.json_response({"deleted": True})


async def _add_persona(request: web.Request) -> web.Response:
    world, body = request.app[WORLD], await _body(request)
    names = {key: str(body.get(key, "")) for key in ("last_name", "username", "blurb")}
    newest = max(world.chats, default=7000)
    persona = Persona(
        newest + 1, str(body["first_name"]), role=str(body.get("role") or "warga"), **names
    )
    world.add_persona(persona)
    return web.json_response(persona_view(world.chats[persona.id]))


async def _file(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    stored = world.files.get(request.match_info["file_id"])
    if stored is None:
        raise NoSuchChat("no such file")
    return _handed_out(world.blobs.get(stored.blob), stored.name, stored.mime)


def _handed_out(content: bytes, name: str, mime: str) -> web.Response:
    """Only kinds that cannot carry a script are shown in place; the rest is downloaded."""
    if mime in INLINE:
        return web.Response(body=content, content_type=mime)
    named = f"attachment; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    headers = {"Content-Disposition": named}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


async def _samples(_: web.Request) -> web.Response:
    return web.json_response(await asyncio.to_thread(listed))


async def _one_sample(request: web.Request) -> web.Response:
    upload = await asyncio.to_thread(sample, request.match_info["name"])
    return _handed_out(upload.content, upload.name, upload.mime)
