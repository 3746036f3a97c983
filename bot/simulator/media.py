"""Files as messages carry them: sizes of photos, names of documents, ids that stay or change."""

import hashlib
import io
import mimetypes
from pathlib import PurePath
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.simulator.model import StoredFile
from bot.simulator.params import Upload
from bot.simulator.refusals import Json, bad_request
from bot.simulator.state import State

Kind = Literal["photo", "document", "video", "voice", "sticker"]
KINDS: tuple[Kind, ...] = ("photo", "document", "video", "voice", "sticker")
FOLDERS = {"photo": "photos", "document": "documents", "video": "videos", "sticker": "stickers"}
SIDES = (90, 320, 800, 1280)
MAX_SIDES = 10_000
MAX_RATIO = 20


def store(state: State, kind: Kind, upload: Upload) -> list[StoredFile]:
    """Keep an upload; a photo becomes several JPEGs, and its EXIF is gone."""
    if kind != "photo":
        return [_keep(state, kind, upload)]
    return [_keep_photo(state, picture) for picture in _sizes(_opened(upload))]


def _keep(state: State, kind: str, upload: Upload) -> StoredFile:
    """The unique id follows the content; the file id is new each time."""
    digest = hashlib.sha256(f"{kind}:".encode() + upload.content).hexdigest()
    suffix = PurePath(upload.name).suffix.lower()[:10]
    number = len(state.files)
    stored = StoredFile(
        file_id=f"{'AgAC' if kind == 'photo' else 'BQAC'}{state.chance.word(60)}",
        unique_id=f"AQAD{digest[:12]}",
        kind=kind,
        blob=state.blobs.put(upload.content),
        size=len(upload.content),
        path=f"{FOLDERS.get(kind, kind)}/file_{number}{suffix if suffix.isascii() else ''}",
        name=upload.name,
        mime=mimetypes.guess_type(upload.name)[0] or upload.mime,
    )
    state.files[stored.file_id] = stored
    return stored


def _opened(upload: Upload) -> Image.Image:
    try:
        with Image.open(io.BytesIO(upload.content)) as picture:
            turned = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    width, height = turned.size
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return turned


def _sizes(picture: Image.Image) -> list[Image.Image]:
    longest = max(picture.size)
    sides = [side for side in SIDES if side < longest]
    fitted = [ImageOps.contain(picture, (side, side)) for side in sides]
    return fitted if longest > SIDES[-1] else [*fitted, picture]


def _keep_photo(state: State, picture: Image.Image) -> StoredFile:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=87)
    stored = _keep(state, "photo", Upload("photo.jpg", written.getvalue(), "image/jpeg"))
    stored.width, stored.height = picture.size
    return stored


def attachment(stored: list[StoredFile]) -> Json:
    """The part of a message that carries the file."""
    kind = stored[-1].kind
    if kind == "photo":
        return {"photo": [_sized(each) for each in stored]}
    return {kind: _described(stored[-1])}


def _sized(stored: StoredFile) -> Json:
    return {**stored.described(), "width": stored.width, "height": stored.height}


def _described(stored: StoredFile) -> Json:
    named = {"file_name": stored.name, "mime_type": stored.mime}
    extra: dict[str, Json] = {
        "document": named,
        "video": {**named, "width": 640, "height": 360, "duration": 1},
        "voice": {"mime_type": "audio/ogg", "duration": 1},
        "sticker": {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
        },
    }
    return {**stored.described(), **extra[stored.kind]}
