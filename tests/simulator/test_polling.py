import asyncio

from bot.simulator.people import Person
from bot.simulator.world import World
from tests.simulator.steps import Clock, ok, refusal


async def test_an_update_is_given_again_until_it_is_confirmed(world: World, siti: Person) -> None:
    siti.say("satu")
    siti.say("dua")
    first = await ok(world, "getUpdates")
    assert await ok(world, "getUpdates") == first
    assert [update["message"]["text"] for update in first] == ["satu", "dua"]
    rest = await ok(world, "getUpdates", offset=first[0]["update_id"] + 1)
    assert rest == first[1:]
    assert await ok(world, "getUpdates", offset=first[1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_only_the_newest(world: World, siti: Person) -> None:
    for word in ("satu", "dua", "tiga"):
        siti.say(word)
    batch = await ok(world, "getUpdates", offset=-1)
    assert [update["message"]["text"] for update in batch] == ["tiga"]
    assert await ok(world, "getUpdates") == batch


async def test_the_limit_is_kept_within_1_and_100(world: World, siti: Person) -> None:
    for number in range(120):
        siti.say(str(number))
    assert len(await ok(world, "getUpdates", limit=7)) == 7
    assert len(await ok(world, "getUpdates", limit=1000)) == 100
    assert len(await ok(world, "getUpdates", limit=0)) == 1


async def test_a_long_poll_wakes_at_once(world: World, siti: Person) -> None:
    poll = asyncio.create_task(ok(world, "getUpdates", timeout=50))
    await asyncio.sleep(0)
    siti.say("halo")
    async with asyncio.timeout(1):
        assert (await poll)[0]["message"]["text"] == "halo"


async def test_the_older_of_two_pollers_is_terminated(world: World, siti: Person) -> None:
    older = asyncio.create_task(refusal(world, "getUpdates", timeout=50))
    await asyncio.sleep(0)
    newer = asyncio.create_task(ok(world, "getUpdates", timeout=50))
    assert "Conflict: terminated by other getUpdates request" in await older
    siti.say("halo")
    assert len(await newer) == 1


async def test_polling_beside_a_webhook_is_a_conflict(world: World) -> None:
    await ok(world, "setWebhook", url="http://127.0.0.1:9/hook")
    assert "can't use getUpdates method while webhook is active" in await refusal(
        world, "getUpdates"
    )
    await ok(world, "deleteWebhook")
    assert await ok(world, "getUpdates") == []


async def test_setting_a_webhook_ends_a_running_poll(world: World) -> None:
    poll = asyncio.create_task(refusal(world, "getUpdates", timeout=50))
    await asyncio.sleep(0)
    await ok(world, "setWebhook", url="https://example.org/hook")
    assert "terminated by setWebhook request" in await poll


async def test_kinds_not_allowed_never_arrive(world: World, siti: Person) -> None:
    await ok(world, "getUpdates", allowed_updates=["callback_query"])
    siti.say("tak terdengar")
    await ok(world, "getUpdates")
    siti.say("masih tak terdengar")
    assert await ok(world, "getUpdates", allowed_updates=[]) == []
    siti.say("terdengar")
    assert len(await ok(world, "getUpdates")) == 1


async def test_updates_expire_after_a_day_and_taps_after_150_seconds(
    world: World, siti: Person, clock: Clock
) -> None:
    siti.say("lama")
    siti.tap(1, "x", force=True)
    clock.forward(151)
    assert [list(update)[1] for update in await ok(world, "getUpdates")] == ["message"]
    clock.forward(24 * 3600)
    assert await ok(world, "getUpdates") == []


async def test_update_ids_start_anew_after_an_idle_week(
    world: World, siti: Person, clock: Clock
) -> None:
    siti.say("satu")
    first = (await ok(world, "getUpdates"))[0]["update_id"]
    await ok(world, "getUpdates", offset=first + 1)
    clock.forward(8 * 24 * 3600)
    siti.say("dua")
    assert (await ok(world, "getUpdates"))[0]["update_id"] not in range(first, first + 1000)


async def test_any_object_can_be_delivered(world: World) -> None:
    number = world.inject({"message": {"nothing": "as it should be"}})
    batch = await ok(world, "getUpdates")
    assert batch == [{"message": {"nothing": "as it should be"}, "update_id": number}]


async def test_a_queued_update_shows_the_message_as_it_was(world: World, siti: Person) -> None:
    number = siti.say("sebelum")
    siti.edit(number, "sesudah")
    batch = await ok(world, "getUpdates")
    assert [list(update.values())[1]["text"] for update in batch] == ["sebelum", "sesudah"]


async def test_an_unknown_method_is_not_found(world: World) -> None:
    assert await refusal(world, "sendTelegram") == "Not Found"


async def test_method_names_do_not_care_about_case(world: World) -> None:
    assert (await ok(world, "GETME"))["is_bot"] is True
