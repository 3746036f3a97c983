"""The same file or photo at another place is found; at its own place, or removed, it is not."""

import io
from dataclasses import replace
from functools import cache

import imagehash
import pytest
from PIL import Image, ImageDraw, ImageFilter

from storage import drafts, evidence, periods, places
from storage.drafts import Author, Owner
from storage.evidence import Content
from storage.evidence_twins import NEAR, Twin, bits, distance, twins
from survey_flows.facts import Removed
from tests.evidence.office import NOW, OTHER_SLOT, SLOT, Office

PHOTO = Content("a" * 64, 10, "jpeg", "image/jpeg", "jpg", 4, 3, 0, "00" * 8)
RESAVED = replace(PHOTO, sha256="b" * 64, fingerprint="0000000000000003")
UNLIKE = replace(PHOTO, sha256="c" * 64, fingerprint="ff" * 8)


async def keep(office: Office, content: Content, slot: str = SLOT, draft: int = 0) -> str:
    """A file is safe in this slot."""
    home, office.draft = office.draft, draft or office.draft
    upload = await office.send("a", slot=slot)
    office.draft = home
    async with office.database.writing() as connection:
        await evidence.keep(connection, upload, content, NOW)
    return upload.key


async def found(office: Office) -> list[Twin]:
    async with office.database.reading() as connection:
        return await twins(connection, [office.draft], lambda slot: slot.partition("e")[0])


async def test_the_same_file_in_another_item_is_found(office: Office) -> None:
    one, other = await keep(office, PHOTO), await keep(office, PHOTO, OTHER_SLOT)
    every = await found(office)
    assert {(twin.one.key, twin.other.key) for twin in every} == {(one, other), (other, one)}
    assert all(twin.is_same_file for twin in every)


async def test_a_photo_saved_again_is_found_with_its_distance(office: Office) -> None:
    await keep(office, PHOTO)
    await keep(office, RESAVED, OTHER_SLOT)
    assert [(twin.distance, twin.is_same_file) for twin in await found(office)] == [(2, False)] * 2


async def test_the_same_file_at_another_lokus_is_found(office: Office) -> None:
    async with office.database.writing() as connection:
        lokus = await places.add_lokus(connection, "kel", "Kelurahan", "kota")
        period = await periods.period_of(connection, "2026")
        neighbour = await drafts.begin(connection, Owner(lokus.id, period.id), "F-01", "1")
    one, other = await keep(office, PHOTO), await keep(office, PHOTO, draft=neighbour.id)
    assert [(twin.one.key, twin.other.key) for twin in await found(office)] == [(one, other)]


async def test_twice_in_one_item_is_no_reuse(office: Office) -> None:
    await keep(office, PHOTO)
    await keep(office, PHOTO)
    await keep(office, UNLIKE, OTHER_SLOT)
    assert await found(office) == []


async def test_a_file_that_was_removed_counts_on_neither_side(office: Office) -> None:
    key = await keep(office, PHOTO)
    await keep(office, PHOTO, OTHER_SLOT)
    async with office.database.writing() as connection:
        author = Author(office.staff[0], NOW)
        await drafts.append(connection, office.draft, (Removed(SLOT, key),), author)
    assert await found(office) == []


async def test_files_without_a_picture_are_alike_only_byte_for_byte(office: Office) -> None:
    await keep(office, replace(PHOTO, fingerprint=""))
    await keep(office, replace(PHOTO, sha256="d" * 64, fingerprint=""), OTHER_SLOT)
    assert await found(office) == []


@cache
def scene(seed: int) -> Image.Image:
    """A made-up room: large shapes of light and shadow."""
    picture = Image.new("RGB", (1280, 960), (seed * 37 % 256, seed * 91 % 256, seed * 53 % 256))
    draw = ImageDraw.Draw(picture)
    for number in range(12):
        value = (seed * 7919 + number * 104_729) % 1_000_003
        left, top = value % 1100, value // 11 % 800
        box = (left, top, left + 80 + value % 500, top + 60 + value % 400)
        draw.rectangle(box, fill=(value % 256, value // 7 % 256, value // 49 % 256))
    return picture.filter(ImageFilter.GaussianBlur(2))


def resaved(picture: Image.Image, width: int, quality: int) -> Image.Image:
    """As a messenger passes a photo on."""
    small = picture.resize((width, picture.height * width // picture.width))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=quality)
    return Image.open(stream)


@cache
def fingerprint(seed: int) -> int:
    return bits(str(imagehash.dhash(scene(seed))))


@pytest.mark.parametrize("width", [1280, 800, 320])
@pytest.mark.parametrize("quality", [90, 30])
def test_a_photo_passed_on_by_a_messenger_stays_within_reach(width: int, quality: int) -> None:
    for seed in range(20):
        other = bits(str(imagehash.dhash(resaved(scene(seed), width, quality))))
        assert distance(fingerprint(seed), other) <= NEAR


def test_different_scenes_are_out_of_reach() -> None:
    prints = [fingerprint(seed) for seed in range(60)]
    near = [
        (one, other)
        for one in range(60)
        for other in range(one)
        if distance(prints[one], prints[other]) <= NEAR
    ]
    assert near == []
