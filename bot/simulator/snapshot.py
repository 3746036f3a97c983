"""The world in a folder: it survives a restart of the simulator."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from aiohttp import web

from bot.simulator.blobs import Blobs
from bot.simulator.disk import write_safely
from bot.simulator.model import BotAccount, Chat, Persona, Profile, Query, StoredFile, Webhook
from bot.simulator.refusals import Json
from bot.simulator.updates import Pending, Shelf
from bot.simulator.world import CAST, World

FILE = "telegram.json"
PAUSE_SECONDS = 0.25


def open_world(folder: Path, bot: BotAccount | None = None) -> World:
    """The world kept in `folder`, or a new one with the usual cast; `bot` replaces the kept."""
    path = folder / FILE
    kept: Json = json.loads(path.read_text()) if path.exists() else {}
    account = bot or (BotAccount(**kept["bot"]) if kept else new_bot())
    blobs = Blobs(folder / "files")
    world = World(account, seed=secrets.randbits(63), blobs=blobs)
    if kept:
        _restore(world, kept)
    for persona in CAST:
        world.add_persona(persona)
    return world


def new_bot() -> BotAccount:
    number = 7_000_000_000 + secrets.randbelow(900_000_000)
    return BotAccount(number, f"{number}:{secrets.token_urlsafe(26)}")


def taken(world: World) -> Json:
    """Everything that lasts, as JSON."""
    return {
        "bot": asdict(world.bot),
        "chats": [asdict(chat) for chat in world.chats.values()],
        "queries": [asdict(query) for query in world.queries.values()],
        "files": [asdict(stored) for stored in world.files.values()],
        "shelf": asdict(world.updates.shelf),
        "webhook": asdict(world.webhook),
        "profile": asdict(world.profile),
        "next_message_id": world.next_message_id,
    }


def _restore(world: World, kept: Json) -> None:
    for each in kept["chats"]:
        persona = Persona(**each.pop("persona"))
        messages = {int(key): value for key, value in each.pop("messages").items()}
        world.chats[persona.id] = Chat(persona, messages, **each)
    world.queries = {each["id"]: Query(**each) for each in kept["queries"]}
    world.files = {each["file_id"]: StoredFile(**each) for each in kept["files"]}
    world.updates.shelf = _shelf(kept["shelf"])
    world.webhook = Webhook(**kept["webhook"])
    world.profile = Profile(**kept["profile"])
    world.next_message_id = kept["next_message_id"]


def _shelf(kept: Json) -> Shelf:
    pending = {int(key): Pending(**value) for key, value in kept.pop("pending").items()}
    return Shelf(pending=pending, **kept)


class Keeper:
    """Writes the world down shortly after it changes, at most a fifth of the time."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._path = folder / FILE
        self._written: tuple[int, ...] = ()

    def save(self) -> None:
        mark = self._mark()
        if mark == self._written:
            return
        write_safely(self._path, json.dumps(taken(self._world)).encode())
        self._written = mark

    def _mark(self) -> tuple[int, ...]:
        """Cheap to compare, different after every change that matters."""
        world, shelf = self._world, self._world.updates.shelf
        versions = sum(chat.version for chat in world.chats.values())
        state = (len(world.chats), versions, shelf.next_id, shelf.confirmed_upto)
        return (*state, len(shelf.pending), world.calls_made)

    async def keeping(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._keep())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        self.save()

    async def _keep(self) -> None:
        while True:
            began = time.monotonic()
            self.save()
            spent = time.monotonic() - began
            await asyncio.sleep(max(PAUSE_SECONDS, 4 * spent))
