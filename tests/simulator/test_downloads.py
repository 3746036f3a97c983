"""What can happen to a file on its way to the bot."""

import io

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from bot.simulator.faults import Fault
from bot.simulator.people import Person
from bot.simulator.refusals import ConnectionLost, Refused
from bot.simulator.world import World
from tests.simulator.conftest import SITI, TOKEN
from tests.simulator.steps import Clock, ok, refusal

CONTENT = bytes(range(256)) * 1000
DOWNLOADS = f"/file/bot{TOKEN}"


@pytest.fixture
async def path(world: World, siti: Person) -> str:
    """Where the bot finds a file that Siti sent."""
    siti.document("SK.pdf", CONTENT)
    return await path_of(world, siti)


async def path_of(world: World, person: Person) -> str:
    file_id = person.last()["document"]["file_id"]
    return str((await ok(world, "getFile", file_id=file_id))["file_path"])


async def taken(world: World, path: str) -> tuple[bytes, str]:
    """What arrives, and what the line broke with."""
    received = bytearray()
    try:
        async for piece in world.download(path):
            received += piece
    except ConnectionLost as lost:
        return bytes(received), lost.kind
    return bytes(received), ""


async def test_a_file_comes_whole_without_sockets(world: World, path: str) -> None:
    assert world.file(path) == CONTENT
    assert await taken(world, path) == (CONTENT, "")
    assert world.calls[-1]["method"] == "download"


async def test_a_path_expires_and_can_be_renewed(
    world: World, siti: Person, path: str, clock: Clock
) -> None:
    clock.forward(3600)
    with pytest.raises(Refused, match="Not Found"):
        world.file(path)
    with pytest.raises(Refused, match="Not Found"):
        world.open_file(path)
    assert world.file(await path_of(world, siti)) == CONTENT


@pytest.mark.parametrize(
    ("kind", "arrives", "broken"),
    [
        ("disconnect", b"", "disconnect"),
        ("timeout", b"", "timeout"),
        ("cut", CONTENT[:500], "cut"),
        ("stall", CONTENT[:500], "stall"),
        ("short", CONTENT[:500], ""),
        ("wrong_length", CONTENT, "wrong_length"),
        ("endless", CONTENT + bytes(500), ""),
    ],
)
async def test_a_faulty_line_without_sockets(
    world: World, path: str, kind: str, arrives: bytes, broken: str
) -> None:
    world.faults.add(Fault(kind, "download", times=1, size=500))
    assert await taken(world, path) == (arrives, broken)
    assert await taken(world, path) == (CONTENT, "")


async def test_a_cut_never_leaves_the_file_whole(world: World, siti: Person) -> None:
    siti.document("kecil.pdf", b"%PDF")
    world.faults.add(Fault("cut", size=1000))
    assert await taken(world, await path_of(world, siti)) == (b"%PD", "cut")


@pytest.mark.parametrize(("kind", "status"), [("404", 404), ("500", 500), ("429", 429)])
async def test_a_refused_download_says_why(
    world: World, browser: ClientSession, path: str, kind: str, status: int
) -> None:
    world.faults.add(Fault(kind, "download", times=1))
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert response.status == status
        assert (await response.json())["error_code"] == status
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert await response.read() == CONTENT
        assert response.content_length == len(CONTENT)


@pytest.mark.parametrize("kind", ["cut", "wrong_length", "stall"])
async def test_a_broken_line_is_noticed(
    world: World, browser: ClientSession, path: str, kind: str
) -> None:
    world.faults.add(Fault(kind, "download", times=1, size=500, seconds=0.1))
    with pytest.raises(ClientError):
        async with browser.get(f"{DOWNLOADS}/{path}") as response:
            await response.read()
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert await response.read() == CONTENT


async def test_a_silent_line_stays_silent(world: World, browser: ClientSession, path: str) -> None:
    world.faults.add(Fault("stall", "download", size=500, seconds=600))
    with pytest.raises(TimeoutError):
        async with browser.get(
            f"{DOWNLOADS}/{path}", timeout=ClientTimeout(sock_read=0.2)
        ) as response:
            await response.read()


async def test_a_short_answer_looks_complete(
    world: World, browser: ClientSession, path: str
) -> None:
    world.faults.add(Fault("short", "download", size=500))
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert await response.read() == CONTENT[:500]


async def test_a_slow_line_brings_everything(
    world: World, browser: ClientSession, path: str
) -> None:
    world.faults.add(Fault("trickle", "download", size=50_000, seconds=0.001))
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert await response.read() == CONTENT


async def test_an_endless_file_ends_when_the_reader_goes(
    world: World, browser: ClientSession, path: str
) -> None:
    world.faults.add(Fault("endless", "download", size=0))
    async with browser.get(f"{DOWNLOADS}/{path}") as response:
        assert response.content_length is None
        assert len(await response.content.readexactly(2 << 20)) == 2 << 20
        response.close()


async def test_downloads_fail_by_chance_as_the_seed_says(world: World, path: str) -> None:
    async def broken() -> list[bool]:
        world.faults.clear()
        world.faults.add(Fault("cut", "download", probability=0.3, seed=7))
        return [bool((await taken(world, path))[1]) for _ in range(40)]

    first = await broken()
    assert first == await broken()
    assert 4 < sum(first) < 24


async def test_faults_of_downloads_leave_calls_alone(world: World, path: str) -> None:
    world.faults.add(Fault("endless"))
    world.faults.add(Fault("500", "download"))
    assert await ok(world, "getMe")
    with pytest.raises(Refused, match="Internal Server Error"):
        await taken(world, path)


async def test_getting_a_path_can_fail(world: World, siti: Person) -> None:
    siti.document("SK.pdf", CONTENT)
    file_id = siti.last()["document"]["file_id"]
    world.faults.add(Fault("400", "getFile", times=1))
    world.faults.add(Fault("429", "getFile", times=1))
    assert "temporarily unavailable" in await refusal(world, "getFile", file_id=file_id)
    assert "Too Many Requests" in await refusal(world, "getFile", file_id=file_id)
    assert await path_of(world, siti)


async def test_a_fault_of_downloads_is_set_over_http(browser: ClientSession, path: str) -> None:
    rule = {"method": "download", "kind": "cut", "size": 10, "probability": 1, "seed": 3}
    async with browser.post("/sim/faults", json=rule) as response:
        assert (await response.json())["size"] == 10
    with pytest.raises(ClientError):
        async with browser.get(f"{DOWNLOADS}/{path}") as response:
            await response.read()


async def test_above_20_megabytes_there_is_a_size_but_no_path(
    world: World, browser: ClientSession
) -> None:
    form = FormData({"kind": "document"})
    film = io.BytesIO(bytes(50 << 20))
    form.add_field("file", film, filename="panjang.mp4", content_type="video/mp4")
    async with browser.post(f"/sim/chats/{SITI}/files", data=form) as response:
        assert response.status == 200
    document = (await ok(world, "getUpdates"))[0]["message"]["document"]
    assert document["file_size"] == 50 << 20
    said = await refusal(world, "getFile", file_id=document["file_id"])
    assert said == "Bad Request: file is too big"
