"""Carries updates to the bot's webhook: in order per person, again and again until taken."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
from aiohttp import web

from bot.simulator.methods.table import NOT_FROM_WEBHOOK
from bot.simulator.model import Webhook
from bot.simulator.refusals import ConnectionLost, Json
from bot.simulator.stage import WORLD
from bot.simulator.world import World

ANSWER_SECONDS = 60.0
LONGEST_PAUSE = 60.0
TELLING = range(200, 300)


async def delivering(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_SECONDS)) as session:
        task = asyncio.create_task(Courier(app[WORLD], session).run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def lane(update: Json) -> str:
    """Messages queue up per chat, taps per user: Telegram keeps order only within these."""
    if "callback_query" in update:
        return f"tap {update['callback_query'].get('from', {}).get('id')}"
    for kind, payload in update.items():
        if kind != "update_id" and isinstance(payload, dict):
            return f"chat {payload.get('chat', {}).get('id')}"
    return "none"


class Courier:
    def __init__(self, world: World, session: aiohttp.ClientSession, *, pause: float = 1.0) -> None:
        self._world = world
        self._session = session
        self._pause = pause
        self._lanes: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Give every lane with something to carry its own carrier."""
        try:
            while True:
                self._lanes = {name: task for name, task in self._lanes.items() if not task.done()}
                if self._world.webhook.url and not self._world.faults.is_out():
                    self._start()
                await self._world.updates.arrival(0.2)
        finally:
            for task in self._lanes.values():
                task.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _start(self) -> None:
        free = self._world.webhook.max_connections - len(self._lanes)
        named = dict.fromkeys(lane(update) for update in self._world.updates.waiting())
        for name in [name for name in named if name not in self._lanes][: max(free, 0)]:
            self._lanes[name] = asyncio.create_task(self._carry(name))

    async def _carry(self, name: str) -> None:
        """Bring what waits in this lane, one by one, each until it is taken."""
        hook, failures = self._world.webhook, 0
        while self._world.webhook is hook and (update := self._first(name)):
            wish = await self._offer(hook, update)
            if wish is None:
                self._world.updates.drop(update["update_id"])
                await self._repeat(hook, update)
                failures = 0
                continue
            await asyncio.sleep(max(wish, self._backoff(failures)))
            failures += 1

    def _first(self, name: str) -> Json | None:
        if self._world.faults.is_out():
            return None
        waiting = self._world.updates.waiting()
        return next((update for update in waiting if lane(update) == name), None)

    def _backoff(self, failures: int) -> float:
        return min(self._pause * 2**failures, LONGEST_PAUSE) if failures else 0.0

    async def _repeat(self, hook: Webhook, update: Json) -> None:
        if self._world.faults.strikes("duplicate"):
            await self._offer(hook, update)

    async def _offer(self, hook: Webhook, update: Json) -> float | None:
        """None if the bot took it, else how many seconds it asks to be left alone."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with self._session.post(hook.url, json=update, headers=headers) as response:
                if response.status in TELLING:
                    await self._obey(await response.read())
                    return None
                wish = response.headers.get("Retry-After", "0")
                self._note(hook, f"Wrong response from the webhook: {response.status}")
                return min(float(wish), 3600.0) if wish.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            self._note(hook, f"Connection failed: {type(error).__name__}")
            return 0.0

    def _note(self, hook: Webhook, reason: str) -> None:
        hook.last_error, hook.last_error_at = reason, int(self._world.clock())

    async def _obey(self, body: bytes) -> None:
        """A method named in the answer is run; nobody hears how it went."""
        try:
            wish = json.loads(body or b"{}")
        except ValueError:
            return
        method = str(wish.pop("method", "")) if isinstance(wish, dict) else ""
        if method and method.lower() not in NOT_FROM_WEBHOOK and not method.startswith("get"):
            with suppress(ConnectionLost):
                await self._world.call(method, wish)
