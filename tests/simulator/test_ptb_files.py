"""Files as python-telegram-bot, which we did not write, sends and fetches them."""

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.simulator.faults import Fault
from bot.simulator.params import Upload
from bot.simulator.people import Person
from bot.simulator.samples.catalogue import sample
from bot.simulator.world import World
from tests.simulator.conftest import SITI
from tests.simulator.pictures import jpeg
from tests.simulator.steps import Clock


async def test_files_go_up_and_come_down(bot: Bot) -> None:
    picture = jpeg(1600, 900)
    photo = await bot.send_photo(SITI, picture, caption="<i>loket</i>", parse_mode="HTML")
    assert [size.width for size in photo.photo] == [90, 320, 800, 1280]
    assert photo.caption == "loket"
    paper = await bot.send_document(SITI, b"%PDF-1.7 isi", filename="SK.pdf")
    assert paper.document is not None
    assert (paper.document.file_name, paper.document.mime_type) == ("SK.pdf", "application/pdf")
    file = await paper.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7 isi"
    again = await bot.send_document(SITI, paper.document.file_id)
    assert again.document is not None
    assert again.document.file_id != paper.document.file_id
    assert again.document.file_unique_id == paper.document.file_unique_id


async def test_albums(bot: Bot) -> None:
    photos = [InputMediaPhoto(jpeg(100, 80, colour), caption=colour) for colour in ("red", "blue")]
    sent = await bot.send_media_group(SITI, photos)
    assert [each.caption for each in sent] == ["red", "blue"]
    assert sent[0].media_group_id == sent[1].media_group_id
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(SITI, [photos[0], InputMediaDocument(b"x", filename="x.txt")])


async def test_files_of_people_can_be_fetched(bot: Bot, siti: Person) -> None:
    siti.send_files("photo", [Upload("a.jpg", jpeg(400, 300)), Upload("b.jpg", jpeg(300, 400))])
    siti.send_files("document", [Upload("surat.pdf", b"%PDF isi")], caption="surat")
    siti.send_files("voice", [Upload("suara.ogg", b"OggS")])
    siti.send_files("sticker", [Upload("stiker.webp", b"RIFF")])
    siti.send_files("video", [Upload("gambar.mp4", b"ftyp")])
    messages = [update.message for update in (await bot.get_updates())[1:]]
    album = [message.media_group_id for message in messages[:2] if message]
    assert album[0] == album[1] is not None
    paper, voice, sticker, video = messages[2:]
    assert paper and paper.document and voice and sticker and video  # noqa: PT018 - for the types
    assert (voice.voice, sticker.sticker, video.video) != (None, None, None)
    file = await paper.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF isi"


async def test_a_file_above_20_megabytes_is_too_big(bot: Bot, siti: Person) -> None:
    siti.send_files("video", [Upload("panjang.mp4", bytes((20 << 20) + 1))])
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.video is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await message.video.get_file()


async def received(bot: Bot) -> list[Message]:
    """What people have sent since the greeting."""
    return [update.message for update in (await bot.get_updates())[1:] if update.message]


async def content_of(bot: Bot, found: Message) -> bytes:
    """The file of a message, downloaded; of a photo the largest size."""
    kept = found.document or found.video or found.photo[-1]
    file = await bot.get_file(kept.file_id)
    return bytes(await file.download_as_bytearray())


async def test_an_album_is_one_update_for_each_file(bot: Bot, siti: Person) -> None:
    pictures = [jpeg(200, 100 + number) for number in range(9)]
    siti.album([*pictures, sample("antrean.mp4")], "ruang tunggu")
    album = await received(bot)
    assert len(album) == 10
    assert {message.media_group_id for message in album} == {album[0].media_group_id}
    assert [message.caption for message in album] == ["ruang tunggu", *[None] * 9]
    assert [bool(message.photo) for message in album] == [*[True] * 9, False]
    assert await content_of(bot, album[9]) == sample("antrean.mp4").content


async def test_a_photo_loses_what_a_document_keeps(bot: Bot, siti: Person) -> None:
    picture = sample("maklumat.jpg")
    siti.photo(picture.content)
    siti.document(picture.name, picture.content, "asli")
    photo, document = await received(bot)
    assert (photo.photo[-1].width, photo.photo[-1].height) == (1280, 960)
    assert b"Exif" not in await content_of(bot, photo)
    assert await content_of(bot, document) == picture.content
    assert document.document is not None
    assert document.document.mime_type == "image/jpeg"


async def test_documents_travel_together(bot: Bot, siti: Person) -> None:
    names = ("SK standar pelayanan.pdf", "SOP pelayanan.docx", "Rekap antrean.xlsx")
    siti.album([sample(name) for name in names], as_files=True)
    papers = await received(bot)
    assert [paper.document.file_name for paper in papers if paper.document] == list(names)
    assert len({paper.media_group_id for paper in papers}) == 1


async def test_a_path_is_good_for_an_hour(bot: Bot, siti: Person, clock: Clock) -> None:
    siti.document("SK.pdf", b"%PDF isi")
    paper = (await received(bot))[0].document
    assert paper is not None
    file = await paper.get_file()
    clock.forward(3599)
    assert bytes(await file.download_as_bytearray()) == b"%PDF isi"
    clock.forward(1)
    with pytest.raises(InvalidToken, match="Not Found"):
        await file.download_as_bytearray()
    renewed = await paper.get_file()
    assert bytes(await renewed.download_as_bytearray()) == b"%PDF isi"


async def test_a_path_nobody_asked_for_leads_nowhere(bot: Bot, world: World, siti: Person) -> None:
    siti.document("SK.pdf", b"%PDF isi")
    stored = world.files[siti.last()["document"]["file_id"]]
    path = f"{bot.base_file_url}/{stored.path}"
    with pytest.raises(InvalidToken, match="Not Found"):
        await bot.request.retrieve(path)


async def test_an_unknown_file_id_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("BQACtidak-ada")


async def test_a_failed_download_may_be_tried_again(bot: Bot, world: World, siti: Person) -> None:
    siti.document("SK.pdf", b"%PDF isi")
    paper = (await received(bot))[0].document
    assert paper is not None
    world.faults.add(Fault("400", "getFile", times=1))
    with pytest.raises(BadRequest, match="temporarily unavailable"):
        await paper.get_file()
    file = await paper.get_file()
    world.faults.add(Fault("cut", times=1, size=4))
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"%PDF isi"


async def test_a_photo_sent_again_is_the_same_photo(bot: Bot) -> None:
    first = (await bot.send_photo(SITI, jpeg(1600, 900))).photo
    again = (await bot.send_photo(SITI, first[0].file_id)).photo
    assert [size.file_unique_id for size in again] == [size.file_unique_id for size in first]
    assert {size.file_id for size in again}.isdisjoint(size.file_id for size in first)
    video = await bot.send_video(SITI, sample("antrean.mp4").content, caption="antrean")
    assert video.video is not None
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type video as photo"):
        await bot.send_photo(SITI, video.video.file_id)


async def test_an_album_of_known_and_new_files(bot: Bot) -> None:
    known = (await bot.send_photo(SITI, jpeg(90, 60))).photo[-1]
    film = InputMediaVideo(sample("antrean.mp4").content, caption="antrean")
    sent = await bot.send_media_group(
        SITI,
        [InputMediaPhoto(known.file_id, caption="lama"), film],
        reply_to_message_id=1,
        allow_sending_without_reply=True,
    )
    assert sent[0].photo[-1].file_unique_id == known.file_unique_id
    assert [each.caption for each in sent] == ["lama", "antrean"]
    with pytest.raises(BadRequest, match="2 to 10"):
        await bot.send_media_group(SITI, [film])


async def test_media_can_be_exchanged(bot: Bot) -> None:
    sent = await bot.send_photo(SITI, jpeg(90, 60, "red"), caption="merah")
    blue = InputMediaPhoto(jpeg(90, 60, "blue"), caption="<b>biru</b>", parse_mode="HTML")
    edited = await sent.edit_media(blue)
    assert isinstance(edited, Message)
    assert edited.photo[-1].file_unique_id != sent.photo[-1].file_unique_id
    assert (edited.caption, edited.edit_date is not None) == ("biru", True)
    same = InputMediaPhoto(edited.photo[-1].file_id, caption="<b>biru</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(same)
    paper = await sent.edit_media(InputMediaDocument(b"%PDF", filename="SK.pdf"))
    assert isinstance(paper, Message)
    assert paper.document is not None
    assert (paper.photo, paper.caption) == ((), None)


async def test_a_text_takes_media_and_an_album_keeps_its_kind(bot: Bot) -> None:
    text = await bot.send_message(SITI, "menunggu")
    shown = await text.edit_media(InputMediaPhoto(jpeg(90, 60)))
    assert isinstance(shown, Message)
    assert (shown.text, len(shown.photo)) == (None, 1)
    photos = [InputMediaPhoto(jpeg(90, 60, colour)) for colour in ("red", "blue")]
    album = await bot.send_media_group(SITI, photos)
    with pytest.raises(BadRequest, match="Can't change media type in the album"):
        await album[0].edit_media(InputMediaDocument(b"%PDF", filename="SK.pdf"))


async def test_captions_change_and_messages_go(bot: Bot, siti: Person) -> None:
    sent = await bot.send_document(SITI, b"%PDF", filename="SK.pdf", caption="lama")
    edited = await sent.edit_caption("baru")
    assert isinstance(edited, Message)
    assert edited.caption == "baru"
    album = await bot.send_media_group(SITI, [InputMediaPhoto(jpeg(9, 9)) for _ in range(2)])
    assert await bot.delete_messages(SITI, [sent.message_id, *(each.message_id for each in album)])
    assert [message.get("text") for message in siti.messages()] == ["/mulai"]


async def test_what_a_bot_may_not_send(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(SITI, jpeg(2100, 100))
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(SITI, b"bukan foto")
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(SITI, bytes((10 << 20) + 1))
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(SITI, bytes((50 << 20) + 1))
