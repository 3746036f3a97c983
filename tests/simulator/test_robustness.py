"""Whatever a client sends, Telegram answers in its own form."""

import json

import pytest
from aiohttp import ClientSession, FormData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.simulator.methods.table import TABLE
from bot.simulator.model import BotAccount
from bot.simulator.world import CAST, World
from tests.simulator.conftest import SITI, TOKEN
from tests.simulator.steps import buttons, ok, refusal

NAMES = (
    *("text", "message_id", "reply_markup", "entities", "parse_mode", "callback_query_id", "media"),
    *("photo", "document", "file_id", "commands", "scope", "language_code", "url", "offset"),
    *("limit", "allowed_updates", "reply_parameters", "message_ids", "from_chat_id", "action"),
    *("link_preview_options", "caption", "name", "secret_token", "max_connections"),
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["[", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["inline_keyboard", "type", "offset", "length", "message_id", "text"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("method", sorted(TABLE))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    params=st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=3),
    chat_id=st.sampled_from([SITI, SITI, SITI, "--5", "@siti", None, 10**30]),
)
async def test_junk_is_answered_not_raised(
    method: str, params: dict[str, object], chat_id: object
) -> None:
    world = World(BotAccount(990001, TOKEN))
    world.add_persona(CAST[0])
    world.person(SITI).say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    usual = {"message_id": sent["message_id"], "text": "halo", "from_chat_id": SITI}
    answer = await world.call(method, {**usual, **params, "chat_id": chat_id, "timeout": 0})
    assert answer.body["ok"] is (answer.status == 200)
    json.dumps(answer.body)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"reply_parameters": {"message_id": "x"}}),
        ("sendMessage", {"reply_parameters": {"message_id": 999_999}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [["x"]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": 1}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": 1}}),
        ("sendMessage", {"reply_markup": [1]}),
        ("sendMessage", {"entities": [{"type": "bold", "offset": "x", "length": 1}]}),
        ("deleteMessages", {"message_ids": []}),
        ("sendPhoto", {"photo": "https://a.id/x.jpg"}),
        ("sendPhoto", {}),
        ("sendMediaGroup", {"media": [1, 2]}),
        ("sendMediaGroup", {"media": [{"type": "x"}, {"type": "photo"}]}),
        ("setMyCommands", {"commands": [1]}),
        ("setMyCommands", {"commands": 1}),
        ("editMessageText", {"message_id": "x"}),
        ("editMessageText", {}),
        ("getFile", {"file_id": "x"}),
        ("sendChatAction", {"action": "dancing"}),
    ],
)
async def test_wrong_parameters_are_bad_requests(
    world: World, method: str, params: dict[str, object]
) -> None:
    world.person(SITI).say("/mulai")
    said = await refusal(world, method, **{"chat_id": SITI, "text": "halo", **params})
    assert said.startswith("Bad Request: ")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/", "An HTTPS URL must be provided for webhook"),
        ("ftp://127.0.0.1/", "An HTTPS URL must be provided for webhook"),
        ("https://example.org:8080/", "only on ports 80, 88, 443 or 8443"),
    ],
)
async def test_bad_webhooks_are_refused(world: World, url: str, reason: str) -> None:
    assert reason in await refusal(world, "setWebhook", url=url)
    assert (await ok(world, "getWebhookInfo"))["url"] == ""


async def test_a_secret_has_few_kinds_of_characters(world: World) -> None:
    said = await refusal(world, "setWebhook", url="https://a.id/", secret_token="a b")
    assert said == "Bad Request: secret token contains unallowed characters"


async def test_waiting_updates_can_be_dropped(world: World) -> None:
    world.person(SITI).say("halo")
    await ok(world, "deleteWebhook", drop_pending_updates="True")
    assert await ok(world, "getUpdates") == []


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_parameters_may_come_in_any_form(
    world: World, browser: ClientSession, how: str
) -> None:
    siti = world.person(SITI)
    siti.say("/mulai")
    fields = {"chat_id": str(SITI), "text": "halo", "reply_markup": json.dumps(buttons("ya"))}
    given = {
        "query": {"params": fields},
        "form": {"data": fields},
        "multipart": {"data": FormData(fields, default_to_multipart=True)},
        "json": {"json": {**fields, "chat_id": SITI, "reply_markup": buttons("ya")}},
    }[how]
    async with browser.post(f"/bot{TOKEN}/sendMessage", **given) as response:  # type: ignore[arg-type]  # built above
        assert response.status == 200
    assert siti.last()["reply_markup"] == buttons("ya")


async def test_unknown_tokens_and_broken_bodies_are_refused(browser: ClientSession) -> None:
    async with browser.get("/bot1:x/getMe") as response:
        assert (await response.json())["description"] == "Unauthorized"
    async with browser.get("/file/bot1:x/photos/file_0.jpg") as response:
        assert response.status == 401
    async with browser.get(f"/file/bot{TOKEN}/../../etc/passwd") as response:
        assert response.status == 404
    headers = {"Content-Type": "application/json"}
    async with browser.post(f"/bot{TOKEN}/getMe", data="[1]", headers=headers) as response:
        assert response.status == 400
