"""The same outside client behind a webhook: secret, order, redelivery, a method in the reply."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, Update

from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.simulator.world import World
from tests.simulator.conftest import SITI, TOKEN

SECRET = "rahasia-1"


class Hook:
    """A bot's web server that may fail the first deliveries."""

    def __init__(self, failures: int = 0, reply: object = None) -> None:
        self.failures = failures
        self.reply = reply
        self.attempts = 0
        self.taken: list[Update] = []
        self.arrival = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
        self.attempts += 1
        if self.attempts <= self.failures:
            return web.Response(status=500)
        update = Update.de_json(await request.json(), None)
        self.taken.append(update)
        self.arrival.set()
        return web.json_response(self.reply) if self.reply else web.Response()

    def texts(self) -> list[str | None]:
        return [update.effective_message.text for update in self.taken if update.effective_message]

    async def has_taken(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.taken) < number:
                self.arrival.clear()
                await self.arrival.wait()


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[Hook]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{address}/bot") as bot:
        yield bot


async def test_updates_are_delivered_in_order_with_the_secret(bot: Bot, siti: Person) -> None:
    async with listening(Hook()) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET, allowed_updates=["message"])
        for number in range(20):
            siti.say(str(number))
        await hook.has_taken(20)
        assert hook.texts() == [str(number) for number in range(20)]
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (hook.url, 0)
        assert info.allowed_updates == ("message",)
        await bot.delete_webhook()


async def test_a_failed_delivery_comes_again_before_the_next(bot: Bot, siti: Person) -> None:
    async with listening(Hook(failures=1)) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        siti.say("satu")
        siti.say("dua")
        await hook.has_taken(2)
        assert hook.texts() == ["satu", "dua"]
        assert hook.attempts == 3
        error = (await bot.get_webhook_info()).last_error_message
        assert error == "Wrong response from the webhook: 500"


async def test_one_persons_trouble_does_not_hold_up_another(
    bot: Bot, siti: Person, budi: Person
) -> None:
    async with listening(Hook(failures=1)) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        siti.say("dari Siti")
        budi.say("dari Budi")
        await hook.has_taken(2)
        assert set(hook.texts()) == {"dari Siti", "dari Budi"}


async def test_a_method_in_the_reply_is_run(bot: Bot, siti: Person) -> None:
    reply = {"method": "sendMessage", "chat_id": SITI, "text": "dari balasan"}
    async with listening(Hook(reply=reply)) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        siti.say("halo")
        await siti.sees(lambda chat: chat[-1]["text"] == "dari balasan")


async def test_the_webhook_cannot_be_changed_by_a_reply(
    bot: Bot, world: World, siti: Person
) -> None:
    async with listening(Hook(reply={"method": "deleteWebhook"})) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        siti.say("halo")
        await hook.has_taken(1)
        await asyncio.sleep(0.05)
        assert world.webhook.url == hook.url


async def test_a_duplicate_delivery_on_demand(bot: Bot, world: World, siti: Person) -> None:
    world.faults.add(Fault("duplicate", times=1))
    async with listening(Hook()) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        siti.say("halo")
        await hook.has_taken(2)
        assert hook.taken[0].update_id == hook.taken[1].update_id


async def test_nothing_is_delivered_during_an_outage(bot: Bot, world: World, siti: Person) -> None:
    async with listening(Hook()) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        world.faults.add(Fault("outage", seconds=3600))
        siti.say("halo")
        await asyncio.sleep(0.3)
        assert hook.taken == []
        world.faults.clear()
        await hook.has_taken(1)
