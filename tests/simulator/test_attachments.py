"""What people attach: albums, odd names, and what the apps do not let through."""

import pytest
from aiohttp import ClientSession, FormData

from bot.simulator.params import Upload
from bot.simulator.people import Person
from bot.simulator.refusals import Refused
from bot.simulator.world import World
from tests.simulator.conftest import SITI
from tests.simulator.pictures import jpeg
from tests.simulator.steps import Json, ok

FILES = f"/sim/chats/{SITI}/files"
ODD_NAMES = (
    "../../etc/passwd",
    "C:\\berkas\\SK.pdf",
    "laporan\u202efdp.exe",
    'SK "standar" 2026; final.pdf',
    "dua\r\nbaris.pdf",
    "é ü 漢字 😀.docx",
    f"{'x' * 300}.pdf",
    ".pdf",
)


async def posted(
    browser: ClientSession, kind: str, *files: Upload, caption: str = ""
) -> tuple[int, Json]:
    """Send files as a browser does."""
    form = FormData(quote_fields=False)
    form.add_field("kind", kind)
    form.add_field("caption", caption)
    for each in files:
        name = each.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        form.add_field("file", each.content, filename=name, content_type=each.mime)
    async with browser.post(FILES, data=form) as response:
        return response.status, await response.json()


def photo(number: int = 0) -> Upload:
    return Upload(f"{number}.jpg", jpeg(20, 10 + number), "image/jpeg")


async def messages(world: World) -> list[Json]:
    return [update["message"] for update in await ok(world, "getUpdates")]


@pytest.mark.parametrize("count", [2, 10])
async def test_photos_and_videos_share_an_album(
    world: World, browser: ClientSession, count: int
) -> None:
    film = Upload("a.mp4", b"film", "video/mp4")
    files = [photo(number) for number in range(count - 1)]
    status, answer = await posted(browser, "media", *files, film, caption="/bukti <b>")
    album = await messages(world)
    assert (status, len(answer["message_ids"])) == (200, count)
    assert ["photo" in message for message in album] == [*[True] * (count - 1), False]
    assert len({message["media_group_id"] for message in album}) == 1
    assert album[0]["caption"] == "/bukti <b>"
    assert not any("caption" in message for message in album[1:])


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_odd_names_arrive_as_they_are(
    world: World, browser: ClientSession, name: str
) -> None:
    await posted(browser, "document", Upload(name, b"isi"))
    document = (await messages(world))[0]["document"]
    assert document["file_name"] == name
    path = (await ok(world, "getFile", file_id=document["file_id"]))["file_path"]
    assert path.startswith("documents/file_")
    assert path.isascii()
    assert world.file(path) == b"isi"
    shown = world.person(SITI).last()["document"]
    async with browser.get(f"/sim/files/{shown['file_id']}") as response:
        assert response.status == 200
        assert await response.read() == b"isi"


@pytest.mark.parametrize(
    ("kind", "files", "caption"),
    [
        ("media", [photo(number) for number in range(11)], ""),
        ("media", [photo(), Upload("a.pdf", b"%PDF", "application/pdf")], ""),
        ("voice", [Upload("a.ogg", b"OggS"), Upload("b.ogg", b"OggS")], ""),
        ("photo", [photo()], "x" * 1025),
        ("photo", [Upload("a.jpg", b"bukan foto")], ""),
        ("document", [Upload("kosong.pdf", b"")], ""),
        ("parcel", [photo()], ""),
    ],
)
async def test_what_the_apps_do_not_send(
    world: World, browser: ClientSession, kind: str, files: list[Upload], caption: str
) -> None:
    status, answer = await posted(browser, kind, *files, caption=caption)
    assert (status, bool(answer["error"])) == (400, True)
    assert await messages(world) == []


def test_a_half_good_album_is_not_sent_at_all(siti: Person) -> None:
    with pytest.raises(Refused, match="IMAGE_PROCESS_FAILED"):
        siti.album([jpeg(20, 20), b"bukan foto"])
    assert siti.messages() == []


def test_phones_make_big_pictures_smaller(siti: Person) -> None:
    siti.photo(jpeg(8160, 6120), "50 megapiksel")
    sizes = siti.last()["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1280]


def test_a_nameless_document_carries_no_name(siti: Person) -> None:
    siti.document("", b"isi")
    assert "file_name" not in siti.last()["document"]


def test_verbs_give_the_numbers_of_their_messages(siti: Person) -> None:
    one = siti.photo(jpeg(20, 20), "loket")
    two = siti.document("SK.pdf", b"%PDF")
    three = siti.video("a.mp4", b"film", "antrean")
    more = siti.album([jpeg(20, 20), Upload("b.mp4", b"film")])
    papers = siti.album([Upload("a.pdf", b"%PDF"), Upload("b.pdf", b"%PDF")], as_files=True)
    numbers = [message["message_id"] for message in siti.messages()]
    assert numbers == [one, two, three, *more, *papers]
    assert siti.chat.messages[one]["caption"] == "loket"
    assert siti.chat.messages[three]["video"]["mime_type"] == "video/mp4"


async def test_samples_are_real_files(browser: ClientSession) -> None:
    async with browser.get("/sim/samples") as response:
        listed = await response.json()
    assert [each["kind"] for each in listed] == [
        *["photo"] * 3,
        "video",
        *["document"] * 3,
    ]
    for each in listed:
        async with browser.get(each["url"]) as response:
            assert response.status == 200
            assert len(await response.read()) == each["bytes"]
    async with browser.get("/sim/samples/tidak-ada.pdf") as response:
        assert response.status == 404
