"""What reaches the webhook: who may, what is too much, and when "received" is said."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.lanes import Lanes
from bot.speech import Reply
from bot.webhook import SECRET_HEADER, Webhook
from tests.servers import free_port

SECRET = "s3cret-of-sixteen-or-more"
GOOD = {SECRET_HEADER: SECRET}
UNAUTHORIZED, TOO_LARGE, BAD, TAKEN, NOT_FOUND, NOT_ALLOWED = 401, 413, 400, 200, 404, 405


@dataclass
class Desk:
    """Takes updates in when `open` is set; what was taken is in `taken`."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[int] = field(default_factory=list)

    async def take(
        self, raw: dict[str, Any], _fetched: float, reply: Reply | None = None, /
    ) -> None:
        await self.open.wait()
        self.taken.append(raw["update_id"])
        if reply is not None and "callback_query" in raw:
            reply.method = {"method": "answerCallbackQuery", "callback_query_id": "q"}


Client = TestClient[Any, Any]


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.open.set()
    return made


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[Client]:
    webhook = Webhook(desk.take, Lanes(8), "/telegram", SECRET)
    async with TestClient(TestServer(webhook.pages)) as made:
        yield made


def update(number: int, person: int = 7) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": person}, "chat": {"id": person}}}


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET[:-1]}, {SECRET_HEADER: SECRET + "x"}],
    ids=["none", "empty", "short", "long"],
)
async def test_whoever_lacks_the_secret_changes_nothing(
    client: Client, desk: Desk, headers: dict[str, str]
) -> None:
    said = await client.post("/telegram", json=update(1), headers=headers)
    assert (said.status, desk.taken) == (UNAUTHORIZED, [])


async def test_the_secret_may_be_any_bytes_without_an_error(client: Client) -> None:
    said = await client.post("/telegram", json=update(1), headers={SECRET_HEADER: "é\udcff"})
    assert said.status == UNAUTHORIZED


async def test_only_that_one_path_and_way_is_there(client: Client) -> None:
    elsewhere = await client.post("/", json=update(1), headers=GOOD)
    reading = await client.get("/telegram", headers=GOOD)
    assert (elsewhere.status, reading.status) == (NOT_FOUND, NOT_ALLOWED)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'{"update_id": "1"}', b"[" * 100_000, b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(client: Client, desk: Desk, body: bytes) -> None:
    said = await client.post("/telegram", data=body, headers=GOOD)
    assert (said.status, desk.taken) == (BAD, [])


async def test_more_than_an_update_ever_has_is_not_read(client: Client, desk: Desk) -> None:
    said = await client.post("/telegram", data=BytesIO(b" " * (2 << 20)), headers=GOOD)
    assert (said.status, desk.taken) == (TOO_LARGE, [])


async def test_received_is_said_when_it_is_settled(client: Client, desk: Desk) -> None:
    desk.open.clear()
    waiting = asyncio.create_task(client.post("/telegram", json=update(1), headers=GOOD))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    desk.open.set()
    assert (await waiting).status == TAKEN


async def test_the_answer_to_a_tap_travels_with_it(client: Client) -> None:
    tap = {"update_id": 1, "callback_query": {"id": "q", "from": {"id": 7}}}
    said = await client.post("/telegram", json=tap, headers=GOOD)
    assert await said.json() == {"method": "answerCallbackQuery", "callback_query_id": "q"}
    assert await (await client.post("/telegram", json=update(2), headers=GOOD)).text() == ""


async def test_an_update_that_comes_again_while_in_work_is_done_once(
    client: Client, desk: Desk
) -> None:
    desk.open.clear()
    both = [
        asyncio.create_task(client.post("/telegram", json=update(5), headers=GOOD))
        for _ in range(2)
    ]
    await asyncio.sleep(0.05)
    desk.open.set()
    assert [(await one).status for one in both] == [TAKEN, TAKEN]
    assert desk.taken == [5]


async def test_on_stop_what_is_in_hand_is_finished(desk: Desk) -> None:
    webhook = Webhook(desk.take, Lanes(8), "/telegram", SECRET)
    stop, announced = asyncio.Event(), asyncio.Event()

    async def announce() -> None:
        announced.set()

    port = free_port()
    address = ("127.0.0.1", port)
    running = asyncio.create_task(webhook.run(stop, address, announce))
    await announced.wait()
    desk.open.clear()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{port}/telegram"
        waiting = asyncio.create_task(session.post(url, json=update(9), headers=GOOD))
        await asyncio.sleep(0.1)
        stop.set()
        await asyncio.sleep(0.1)
        desk.open.set()
        assert (await waiting).status == TAKEN
    await running
    assert desk.taken == [9]
