import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, StreamReader

from bot.simulator.people import Person
from bot.simulator.server import create_app, serving
from bot.simulator.stage import Stage
from bot.simulator.world import World
from tests.simulator.conftest import BUDI, PAGE, SITI, TOKEN
from tests.simulator.pictures import jpeg
from tests.simulator.steps import Json, buttons, ok

CHAT = f"/sim/chats/{SITI}"


async def post(browser: ClientSession, path: str, body: Json, *, status: int = 200) -> Json:
    async with browser.post(path, json=body) as response:
        answer: Json = await response.json()
        assert response.status == status, answer
        return answer


async def get(browser: ClientSession, path: str) -> Any:  # noqa: ANN401 - whatever JSON is there
    async with browser.get(path) as response:
        assert response.status == 200
        return await response.json()


async def test_the_state_names_everything_on_stage(browser: ClientSession) -> None:
    state = await get(browser, "/sim/state")
    assert state["bot"]["username"] == "suaraloket_demo_bot"
    assert [persona["id"] for persona in state["personas"]][:2] == [SITI, BUDI]
    assert state["posters"][0]["lokus"] == "pkm-anggana"
    assert state["invitations"][0]["persona"] == state["personas"][2]["id"]
    assert (state["botProcess"], state["notes"]) == ("running", "catatan")


async def test_a_chat_has_the_commands_made_for_it(browser: ClientSession, world: World) -> None:
    await world.call("setMyCommands", {"commands": [{"command": "mulai", "description": "Mulai"}]})
    own = {"type": "chat", "chat_id": BUDI}
    tasks = [{"command": "tugas", "description": "Tugas"}]
    await world.call("setMyCommands", {"commands": tasks, "scope": own})
    chats = [await get(browser, f"/sim/chats/{who}") for who in (SITI, BUDI)]
    assert [one["command"] for chat in chats for one in chat["commands"]] == ["mulai", "tugas"]


async def test_the_page_is_served(browser: ClientSession) -> None:
    async with browser.get("/") as response:
        assert response.status == 200
        assert "script-src" not in response.headers["Content-Security-Policy"]
    assert await get(browser, "/healthz") == {"ok": True}


async def test_what_is_said_reaches_bot_and_page(world: World, browser: ClientSession) -> None:
    said = await post(browser, f"{CHAT}/messages", {"text": "halo <b>"})
    await ok(
        world,
        "sendMessage",
        chat_id=SITI,
        text="<b>hai</b>\n<i>semua</i>",
        parse_mode="HTML",
        reply_markup=buttons("ya"),
    )
    shown = (await get(browser, CHAT))["messages"]
    assert (await ok(world, "getUpdates"))[0]["message"]["message_id"] == said["message_id"]
    assert [each["from"] for each in shown] == ["me", "bot"]
    assert [each["html"] for each in shown] == ["halo &lt;b&gt;", "<b>hai</b><br><i>semua</i>"]
    assert shown[1]["keyboard"] == [[{"text": "ya", "data": "ya"}]]


async def test_scanning_a_poster_starts_the_bot(world: World, browser: ClientSession) -> None:
    link = f"https://t.me/{world.bot.username}?start=abc"
    await post(browser, f"{CHAT}/scan", {"link": link})
    assert (await ok(world, "getUpdates"))[0]["message"]["text"] == "/start abc"
    await post(browser, f"{CHAT}/scan", {"link": "https://t.me/lain?start=abc"}, status=404)


async def test_a_vanished_button_is_a_conflict(
    world: World, browser: ClientSession, siti: Person
) -> None:
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    tap = {"message_id": sent["message_id"], "data": "ya"}
    assert (await post(browser, f"{CHAT}/taps", tap))["query_id"]
    await post(browser, f"{CHAT}/taps", {**tap, "data": "lain"}, status=409)
    await post(browser, f"{CHAT}/taps", {**tap, "data": "lain", "force": True})
    other = {**tap, "force": True, "message_owner": SITI}
    await post(browser, f"/sim/chats/{BUDI}/taps", other)
    assert len(await ok(world, "getUpdates")) == 4


async def test_photos_become_an_album_and_can_be_seen(world: World, browser: ClientSession) -> None:
    form = FormData({"kind": "photo", "caption": "ruang tunggu"})
    for number in range(2):
        form.add_field("file", jpeg(200, 100), filename=f"{number}.jpg", content_type="image/jpeg")
    async with browser.post(f"{CHAT}/files", data=form) as response:
        assert response.status == 200
    shown = (await get(browser, CHAT))["messages"]
    assert shown[0]["media_group_id"] == shown[1]["media_group_id"]
    assert shown[0]["caption_html"] == "ruang tunggu"
    assert shown[0]["photo"]["width"] == 200
    async with browser.get(shown[0]["photo"]["url"]) as response:
        assert response.content_type == "image/jpeg"
        assert (await response.read())[:2] == b"\xff\xd8"


async def test_a_document_is_never_shown_in_place(browser: ClientSession) -> None:
    form = FormData({"kind": "document"})
    form.add_field("file", b"<script>", filename="a.html", content_type="text/html")
    async with browser.post(f"{CHAT}/files", data=form) as response:
        assert response.status == 200
    document = (await get(browser, CHAT))["messages"][0]["document"]
    async with browser.get(document["url"]) as response:
        assert response.content_type == "application/octet-stream"
        named = "attachment; filename*=UTF-8''a.html"
        assert response.headers["Content-Disposition"] == named


async def test_the_stream_tells_of_changes_toasts_and_answers(
    world: World, browser: ClientSession, siti: Person
) -> None:
    async with browser.get(f"{CHAT}/events") as stream:
        assert await _next(stream.content) == ("chat", {"version": 0})
        siti.say("halo")
        assert await _next(stream.content) == ("chat", {"version": 1})
        query = siti.tap(1, "x", force=True)
        await ok(
            world, "answerCallbackQuery", callback_query_id=query, text="Siap", show_alert=True
        )
        assert await _next(stream.content) == (
            "toast",
            {"text": "Siap", "alert": True, "query_id": query},
        )
        assert await _next(stream.content) == ("answered", {"query_id": query})
        world.bulletin.tell_all("bot", {"botProcess": "stopped"})
        assert await _next(stream.content) == ("bot", {"botProcess": "stopped"})


async def _next(content: StreamReader) -> tuple[str, Json]:
    async with asyncio.timeout(2):
        event = (await content.readline()).decode().strip().removeprefix("event: ")
        data = json.loads((await content.readline()).decode().removeprefix("data: "))
        await content.readline()
    return event, data


async def test_blocking_and_deleting(world: World, browser: ClientSession, siti: Person) -> None:
    number = siti.say("halo")
    await post(browser, f"{CHAT}/block", {"blocked": True})
    assert (await get(browser, CHAT))["blocked"] is True
    await post(browser, f"{CHAT}/block", {"blocked": False})
    await post(browser, f"{CHAT}/delete", {"message_id": number})
    assert (await get(browser, CHAT))["messages"] == []
    kinds = [list(update)[1] for update in await ok(world, "getUpdates")]
    assert kinds == ["message", "my_chat_member", "my_chat_member"]


async def test_a_new_persona_can_join(browser: ClientSession) -> None:
    persona = await post(browser, "/sim/personas", {"first_name": "Ayu"})
    await post(browser, f"/sim/chats/{persona['id']}/messages", {"text": "halo"})


async def test_the_bot_is_restarted_from_the_page(browser: ClientSession) -> None:
    restarted = await post(browser, "/sim/bot/restart", {"how": "kill"}, status=202)
    assert restarted == {"botProcess": "restarting"}


async def test_a_bot_started_elsewhere_cannot_be_restarted(world: World) -> None:
    async with serving(create_app(world, Stage(PAGE)), 0) as port:
        browser = ClientSession(f"http://127.0.0.1:{port}")
        await post(browser, "/sim/bot/restart", {"how": "term"}, status=409)
        assert (await get(browser, "/sim/state"))["botProcess"] == "external"
        await browser.close()


async def test_the_log_lists_calls_without_the_token(
    world: World, address: str, browser: ClientSession
) -> None:
    async with browser.get(f"/bot{TOKEN}/sendMessage?chat_id=1&text=x") as response:
        assert response.status == 400
    calls = await get(browser, "/sim/log?since=0")
    assert calls == [
        {
            "n": 1,
            "method": "sendMessage",
            "params": {"chat_id": "1", "text": "x"},
            "ok": False,
            "error": "Bad Request: chat not found",
        }
    ]
    assert await get(browser, "/sim/log?since=1") == []
    assert world.bot.token not in repr(world.bot)


async def test_waiting_updates_are_counted(browser: ClientSession, siti: Person) -> None:
    siti.say("halo")
    assert (await get(browser, "/sim/updates"))["pending"] == 1


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x" * 4097}, [], {"text": "x", "reply_to": {}}]
)
async def test_nonsense_is_answered_with_a_reason(browser: ClientSession, body: Json) -> None:
    assert (await post(browser, f"{CHAT}/messages", body, status=400))["error"]
    await post(browser, "/sim/chats/1/messages", {"text": "x"}, status=404)


async def test_foreign_host_names_are_refused(browser: ClientSession) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example"):
        async with browser.get("/sim/state", headers={"Host": host}) as response:
            assert response.status == 403
    async with browser.get("/sim/state", headers={"Host": "localhost:1"}) as response:
        assert response.status == 200


async def test_writes_from_other_sites_are_refused(browser: ClientSession) -> None:
    async with browser.post(f"{CHAT}/messages", data='{"text": "x"}') as response:
        assert response.status == 415
    headers = {"Origin": "http://evil.example"}
    async with browser.post(f"{CHAT}/messages", json={"text": "x"}, headers=headers) as response:
        assert response.status == 403


async def test_the_server_stops_at_once_with_streams_and_polls_open(
    world: World, tmp_path: Path
) -> None:
    async with ClientSession() as client:
        async with serving(create_app(world, Stage(tmp_path)), 0) as port:
            base = f"http://127.0.0.1:{port}"
            stream = await client.get(f"{base}{CHAT}/events")
            poll = asyncio.create_task(client.get(f"{base}/bot{TOKEN}/getUpdates?timeout=50"))
            await asyncio.sleep(0.1)
            began = time.monotonic()
        assert time.monotonic() - began < 1
        assert (await poll).status == 502
        stream.close()
