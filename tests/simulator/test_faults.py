import pytest
from aiohttp import ClientConnectionError, ClientSession

from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.simulator.refusals import ConnectionLost
from bot.simulator.world import World
from tests.simulator.conftest import SITI, TOKEN
from tests.simulator.steps import Clock, ok, refusal


async def test_a_fault_strikes_as_often_as_asked(world: World) -> None:
    world.faults.add(Fault("500", "getMe", times=2))
    for _ in range(2):
        assert await refusal(world, "getMe") == "Internal Server Error"
    assert await ok(world, "getMe")
    assert await ok(world, "getWebhookInfo")


async def test_flood_control_carries_the_seconds(world: World) -> None:
    world.faults.add(Fault("429", times=1, retry_after=9))
    answer = await world.call("getMe")
    assert (answer.status, answer.body["parameters"]) == (429, {"retry_after": 9})


async def test_chance_is_the_same_for_the_same_seed() -> None:
    def strikes(seed: int) -> list[bool]:
        fault = Fault("500", probability=0.5, seed=seed)
        return [fault.strikes() for _ in range(50)]

    assert strikes(3) == strikes(3) != strikes(4)
    assert 10 < sum(strikes(3)) < 40


async def test_a_dropped_reply_has_had_its_effect(world: World, siti: Person) -> None:
    siti.say("/mulai")
    world.faults.add(Fault("drop_reply", "sendMessage", times=1))
    with pytest.raises(ConnectionLost):
        await world.call("sendMessage", {"chat_id": SITI, "text": "halo"})
    assert siti.last()["text"] == "halo"


@pytest.mark.parametrize("kind", ["timeout", "disconnect"])
async def test_a_cut_line_has_no_effect(world: World, siti: Person, kind: str) -> None:
    siti.say("/mulai")
    world.faults.add(Fault(kind, "sendMessage", times=1))
    with pytest.raises(ConnectionLost):
        await world.call("sendMessage", {"chat_id": SITI, "text": "halo"})
    assert siti.last()["text"] == "/mulai"


async def test_updates_are_repeated_although_confirmed(world: World, siti: Person) -> None:
    world.faults.add(Fault("duplicate", times=1))
    siti.say("halo")
    first = await ok(world, "getUpdates")
    after = first[0]["update_id"] + 1
    assert await ok(world, "getUpdates", offset=after) == first
    assert await ok(world, "getUpdates", offset=after) == []


async def test_updates_come_in_disorder(world: World, siti: Person) -> None:
    world.faults.add(Fault("reorder", times=1))
    for number in range(10):
        siti.say(str(number))
    mixed = await ok(world, "getUpdates")
    ordered = await ok(world, "getUpdates")
    assert mixed != ordered
    assert sorted(mixed, key=lambda update: int(update["update_id"])) == ordered


async def test_an_outage_ends_by_itself(world: World, siti: Person, clock: Clock) -> None:
    world.faults.add(Fault("outage", seconds=30))
    siti.say("halo")
    assert await refusal(world, "getUpdates") == "Bad Gateway"
    clock.forward(31)
    assert len(await ok(world, "getUpdates")) == 1


@pytest.mark.parametrize("kind", ["disconnect", "drop_reply"])
async def test_a_cut_line_is_really_cut(world: World, browser: ClientSession, kind: str) -> None:
    world.faults.add(Fault(kind))
    with pytest.raises(ClientConnectionError):
        await browser.post(f"/bot{TOKEN}/getMe")


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind of fault"):
        Fault("gremlin")


async def test_faults_are_set_listed_and_cleared_over_http(
    world: World, browser: ClientSession
) -> None:
    wanted = {"method": "editMessageText", "kind": "429", "times": 3, "retry_after": 2}
    async with browser.post("/sim/faults", json=wanted) as response:
        assert response.status == 201
    async with browser.get("/sim/faults") as response:
        listed = (await response.json())["faults"]
        assert {key: listed[0][key] for key in wanted} == wanted
    async with browser.delete("/sim/faults") as response:
        assert response.status == 200
    assert world.faults.rules == []


@pytest.mark.parametrize(
    "body", [{}, {"kind": "gremlin"}, {"kind": "429", "struck": 5}, {"kind": "429", "times": "x"}]
)
async def test_unknown_faults_are_refused_over_http(
    browser: ClientSession, body: dict[str, object]
) -> None:
    async with browser.post("/sim/faults", json=body) as response:
        assert response.status == 400


async def test_pacing_limits_messages_per_chat(world: World, siti: Person, clock: Clock) -> None:
    siti.say("/mulai")
    world.pace.is_on = True
    sent = [await world.call("sendMessage", {"chat_id": SITI, "text": str(n)}) for n in range(20)]
    assert {answer.status for answer in sent} == {200, 429}
    refused = next(answer for answer in sent if answer.status == 429)
    clock.forward(refused.body["parameters"]["retry_after"])
    await ok(world, "sendMessage", chat_id=SITI, text="lagi")
    await ok(world, "getMe")
