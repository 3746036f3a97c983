import stat
from pathlib import Path

from aiohttp import ClientSession

from bot.simulator.model import BotAccount
from bot.simulator.params import Upload
from bot.simulator.server import create_app, serving
from bot.simulator.snapshot import FILE, Keeper, open_world, taken
from bot.simulator.stage import Stage
from bot.simulator.world import CAST
from tests.simulator.conftest import PAGE, SITI
from tests.simulator.pictures import jpeg
from tests.simulator.steps import buttons, ok


async def test_the_world_survives_a_restart(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    siti = world.person(SITI)
    siti.say("/mulai")
    sent = await ok(world, "sendMessage", chat_id=SITI, text="?", reply_markup=buttons("ya"))
    siti.tap(sent["message_id"], "ya")
    siti.send_files("document", [Upload("a.pdf", b"%PDF isi")])
    await ok(world, "getUpdates", allowed_updates=["message", "callback_query"])
    Keeper(world, tmp_path).save()

    again = open_world(tmp_path)
    assert taken(again) == taken(world)
    assert await ok(again, "getUpdates") == await ok(world, "getUpdates")
    document = again.person(SITI).last()["document"]
    assert again.blobs.get(again.files[document["file_id"]].blob) == b"%PDF isi"
    fresh = again.person(SITI).say("lagi")
    assert fresh == world.next_message_id


def test_the_kept_token_is_for_the_owner_alone(tmp_path: Path) -> None:
    Keeper(open_world(tmp_path), tmp_path).save()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_named_bot_replaces_the_kept_one(tmp_path: Path) -> None:
    Keeper(open_world(tmp_path), tmp_path).save()
    assert open_world(tmp_path, BotAccount(5, "5:abc")).bot.token == "5:abc"


async def test_a_stopped_server_has_written_everything(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    async with serving(create_app(world, Stage(PAGE), Keeper(world, tmp_path)), 0) as port:
        body = {"text": "halo"}
        url = f"http://127.0.0.1:{port}/sim/chats/{SITI}/messages"
        async with ClientSession() as browser, browser.post(url, json=body) as response:
            assert response.status == 200
    assert open_world(tmp_path).person(SITI).last()["text"] == "halo"


async def test_newcomers_of_the_cast_join_a_kept_world(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    del world.chats[CAST[-1].id]
    world.person(SITI).say("halo")
    Keeper(world, tmp_path).save()
    again = open_world(tmp_path)
    assert [persona.id for persona in again.people()] == [persona.id for persona in CAST]
    assert again.person(SITI).last()["text"] == "halo"


async def test_a_path_outlives_a_restart(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    siti = world.person(SITI)
    siti.album([jpeg(400, 300), jpeg(300, 400)])
    file_id = siti.last()["photo"][0]["file_id"]
    path = (await ok(world, "getFile", file_id=file_id))["file_path"]
    Keeper(world, tmp_path).save()
    assert open_world(tmp_path).file(path) == world.file(path)
